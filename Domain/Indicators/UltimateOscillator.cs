using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Williams' ultimate oscillator: buying pressure as a share of the range over three periods, the shortest weighted most. 0…100.</summary>
/// <remarks><code>
/// BP = C − min(L, C₋₁);  TR = max(H, C₋₁) − min(L, C₋₁);  aₙ = Σ BP / Σ TR over n bars
/// UO = 100·(4·a(short) + 2·a(middle) + a(long)) / 7
/// </code>
/// A period without any range gives a = ½, the middle, our choice. O(n). First value at bar long + 1.
/// Source: Williams, The Ultimate Oscillator, Stocks &amp; Commodities (August 1985).</remarks>
/// <param name="shortest">Bars, 1 or more; the published shortest &lt; middle &lt; longest.</param>
/// <param name="middle">Bars, 1 or more.</param>
/// <param name="longest">Bars, 1 or more.</param>
[Ships(7, 14, 28)]
public sealed class UltimateOscillator(int shortest, int middle, int longest) : Indicator
{
    private readonly int _shortest = PastBars.CheckBars(shortest, more: 1), _middle = PastBars.CheckBars(middle, more: 1);
    private readonly int _longest = PastBars.CheckBars(longest, more: 1);

    public override IReadOnlyList<string> Columns { get; } = [$"ultosc_{shortest}_{middle}_{longest}"];

    public override int WarmUp => Math.Max(shortest, Math.Max(middle, longest)) + 1;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        ref readonly PastBars past = ref state.Past(bar);
        values[0] = 100 * (4 * Share(past, _shortest) + 2 * Share(past, _middle) + Share(past, _longest)) / 7;
    }

    private static double Share(in PastBars past, int bars)
    {
        var (range, pressure) = TrueRange.Sums(past, bars);
        return range == 0 ? 0.5 : pressure / range;
    }
}
