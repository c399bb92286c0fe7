using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>True range. Price units, 0 or more.</summary>
/// <remarks><code>
/// TR = max(H, C₋₁) − min(L, C₋₁)
/// </code>
/// First value at bar 2: the first bar has no close before it.
/// Source: Wilder, New Concepts in Technical Trading Systems (1978).</remarks>
[Ships]
public sealed class Tr : Indicator
{
    public override IReadOnlyList<string> Columns { get; } = ["tr"];

    public override int WarmUp => 2;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values) => values[0] = TrueRange.Next(ref state, bar);
}
