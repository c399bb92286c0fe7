using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Chandelier exit of a long position: a stop that hangs from the highest high. Price units.</summary>
/// <remarks><code>
/// long = max(H … H₋ₙ₊₁) − k·ATR(n)
/// </code>
/// ATR is Wilder's average of the true range. O(n). First value at bar n + 1.
/// Source: Le Beau, in Elder, Come Into My Trading Room (2002).</remarks>
/// <param name="period">n, 1 or more.</param>
/// <param name="multiplier">k, average true ranges below the high, above 0.</param>
[Ships(22, 3.0)]
public sealed class Chandelier(int period, double multiplier) : Indicator
{
    private readonly int _bars = PastBars.CheckBars(period);
    private readonly AverageTrueRange _range = new(period);

    public override IReadOnlyList<string> Columns { get; } = [FormattableString.Invariant($"chandelier_{period}_{multiplier}_long")];

    public override int WarmUp => period + 1;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values) =>
        values[0] = Series.Highest(state.Past(bar).Highs(_bars)) - multiplier * _range.Next(ref state, bar);
}
