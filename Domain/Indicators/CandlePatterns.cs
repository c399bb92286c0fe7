using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Twelve candlestick patterns that end with this bar: 1 where one is bullish, −1 where it is bearish, 0 where there is none.</summary>
/// <remarks>Their shapes only; what trend they end is for the reader to ask. Long, short, near and so on are against the bars before
/// each candle (<see cref="Candle"/>). c₁ is the pattern's first candle; each bearish twin is the mirror image where nothing else is said.
/// <code>
/// engulfing          c₂'s body, of the other colour, holds c₁'s within it, touching neither end
/// harami             a short body within the long body before it
/// hammer             short body, lower shadow longer than it, next to no upper one, body at or below the low before or near it
/// hanging_man        the same, with the body at or above the high before or near it
/// inverted_hammer    short body that gaps below the body before, upper shadow longer than it, next to no lower one
/// shooting_star      the same, gapping above
/// piercing           long white after long black: opens below c₁'s low, closes above the middle of its body and below its open
/// dark_cloud         long white, then a black one that opens above c₁'s high and closes below the middle of its body and above its open
/// morning_star       long black; a short body that gaps below it; a white one, not short, that closes beyond 30 % of c₁'s body
/// evening_star       its mirror image
/// white_soldiers     three white, rising closes, next to no upper shadows, opens above the open before and not far above its close,
///                    bodies not far shorter than the one before, the last not short
/// black_crows        after a white candle three black, falling closes, next to no lower shadows, opens within the body before,
///                    the first closing below the white candle's high
/// </code>
/// Engulfing has its first value at bar 3, the others when the averages before their first candle are full: bar 12, stars and soldiers 13, crows 14.
/// A flat market has none of them.
/// Source: Nison, Japanese Candlestick Charting Techniques (1991); the measures are those of TA-Lib with its default settings
/// (its later versions also count an engulfing that touches one end, as 80 instead of 100).</remarks>
[Ships]
public sealed class CandlePatterns : Indicator
{
    private static readonly int[] s_warmUp = [3, 12, 12, 12, 12, 12, 12, 12, 13, 13, 13, 14];

    private readonly Candles _candles = new();

    public override IReadOnlyList<string> Columns { get; } =
    [
        "cdl_engulfing", "cdl_harami", "cdl_hammer", "cdl_hanging_man", "cdl_inverted_hammer", "cdl_shooting_star",
        "cdl_piercing", "cdl_dark_cloud", "cdl_morning_star", "cdl_evening_star", "cdl_white_soldiers", "cdl_black_crows",
    ];

    public override int WarmUp => 14;

    public override int WarmUpOf(int column) => s_warmUp[column];

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        ref readonly Candles.Memory candles = ref _candles.Next(ref state, bar);
        ref readonly Candle last = ref candles.Last, before = ref candles.Second;
        bool shortBody = last.Body < last.MeanBody;
        bool hangs = shortBody && last.LowerShadow > last.Body && last.UpperShadow < last.VeryShort;
        bool stands = shortBody && last.UpperShadow > last.Body && last.LowerShadow < last.VeryShort;

        values[0] = Engulfs(last, before) ? last.Side : 0;
        values[1] = before.IsLong && last.Body <= last.MeanBody && last.Top < before.Top && last.Bottom > before.Bottom ? -before.Side : 0;
        values[2] = hangs && last.Bottom <= before.Low + before.Near ? 1 : 0;
        values[3] = hangs && last.Bottom >= before.High - before.Near ? -1 : 0;
        values[4] = stands && last.Top < before.Bottom ? 1 : 0;
        values[5] = stands && last.Bottom > before.Top ? -1 : 0;
        values[6] = last.IsLong && Penetrates(before, last, 1) ? 1 : 0;
        values[7] = Penetrates(before, last, -1) ? -1 : 0;
        values[8] = IsStar(candles, 1) ? 1 : 0;
        values[9] = IsStar(candles, -1) ? -1 : 0;
        values[10] = AreSoldiers(candles) ? 1 : 0;
        values[11] = AreCrows(candles) ? -1 : 0;

        for (int i = 0; i < values.Length && candles.Count < WarmUp; i++)
            if (candles.Count < s_warmUp[i])
                values[i] = double.NaN;
    }

    private static bool Engulfs(in Candle last, in Candle before) =>
        last.Side != before.Side && last.Top > before.Top && last.Bottom < before.Bottom;

    /// <summary>Whether the second candle turns against the long first one, toward <paramref name="side"/>, and closes past its middle.</summary>
    private static bool Penetrates(in Candle first, in Candle second, int side) =>
        first.Side == -side && second.Side == side && first.IsLong
        && (side > 0 ? second.Open < first.Low : second.Open > first.High)
        && side * (first.Open - second.Close) > 0
        && side * (second.Close - (first.Close + side * 0.5 * first.Body)) > 0;

    private static bool IsStar(in Candles.Memory candles, int side)
    {
        ref readonly Candle first = ref candles.Third, star = ref candles.Second, last = ref candles.Last;
        return first.Side == -side && first.IsLong && star.Body <= star.MeanBody && last.Side == side && last.IsLong
            && (side > 0 ? star.Top < first.Bottom : star.Bottom > first.Top)
            && side * (last.Close - (first.Close + side * 0.3 * first.Body)) > 0;
    }

    private static bool AreSoldiers(in Candles.Memory candles) =>
        candles.Third.Side > 0 && candles.Third.UpperShadow < candles.Third.VeryShort
        && Marches(candles.Third, candles.Second) && Marches(candles.Second, candles.Last) && candles.Last.IsLong;

    private static bool Marches(in Candle before, in Candle next) =>
        next.Side > 0 && next.UpperShadow < next.VeryShort && next.Close > before.Close
        && next.Open > before.Open && next.Open <= before.Close + before.Near && next.Body > before.Body - before.Far;

    private static bool AreCrows(in Candles.Memory candles) =>
        candles.Fourth.Side > 0 && candles.Third.Side < 0 && candles.Third.LowerShadow < candles.Third.VeryShort
        && candles.Fourth.High > candles.Third.Close
        && Descends(candles.Third, candles.Second) && Descends(candles.Second, candles.Last);

    private static bool Descends(in Candle before, in Candle next) =>
        next.Side < 0 && next.LowerShadow < next.VeryShort && next.Close < before.Close
        && next.Open < before.Open && next.Open > before.Close;
}
