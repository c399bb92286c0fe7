using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Williams' ultimate oscillator: buying pressure as a share of the range over three periods, the shortest weighted most. 0…100.</summary>
/// <remarks><code>
/// BP = C − min(L, C₋₁);  TR = max(H, C₋₁) − min(L, C₋₁);  aₙ = Σ BP / Σ TR over n bars
/// UO = 100·(4·a(short) + 2·a(middle) + a(long)) / 7
/// </code>
/// A period without any range gives a = ½, the middle, our choice. First value at bar long + 1.
/// Source: Williams, The Ultimate Oscillator, Stocks &amp; Commodities (August 1985).</remarks>
/// <param name="shortest">Bars, 1 or more; the published shortest &lt; middle &lt; longest.</param>
/// <param name="middle">Bars, 1 or more.</param>
/// <param name="longest">Bars, 1 or more.</param>
[Ships(7, 14, 28)]
public sealed class UltimateOscillator(int shortest, int middle, int longest) : Indicator
{
    private readonly RollingSum _shortest = new(shortest), _middle = new(middle), _longest = new(longest);

    public override IReadOnlyList<string> Columns { get; } = [$"ultosc_{shortest}_{middle}_{longest}"];

    public override int WarmUp => Math.Max(shortest, Math.Max(middle, longest)) + 1;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double before = Lag.Next(ref state, bar.Close);                     // NaN at the first bar
        double bottom = Math.Min(bar.Low, before), range = Math.Max(bar.High, before) - bottom, pressure = bar.Close - bottom;
        double fast = Share(_shortest, ref state, pressure, range);
        double slow = Share(_middle, ref state, pressure, range);
        double slowest = Share(_longest, ref state, pressure, range);
        values[0] = 100 * (4 * fast + 2 * slow + slowest) / 7;
    }

    private static double Share(RollingSum sum, ref StateCursor state, double pressure, double range)
    {
        double bought = sum.Next(ref state, pressure), whole = sum.Next(ref state, range);
        return whole == 0 ? 0.5 : bought / whole;
    }
}
