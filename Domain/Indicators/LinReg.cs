using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Least-squares line through the last n closes: its slope (price units per bar) and how much of their variation it explains, r2 (0…1).</summary>
/// <remarks><code>
/// slope = Σ (x − x̄)·(C − C̄) / Σ (x − x̄)²;  r2 = slope²·Σ (x − x̄)² / Σ (C − C̄)²;  x = 1 … n
/// </code>
/// O(n): two passes over the window. A flat window gives slope 0 and r2 0, our choice. First values at bar n.
/// Source: Murphy, Technical Analysis of the Financial Markets (1999), ch. 9; the method is Gauss'.</remarks>
/// <param name="period">n, 2 or more.</param>
[Ships(20)]
public sealed class LinReg(int period) : Indicator
{
    private readonly LinearFit _fit = new(PastBars.CheckCloses(period, least: 2));

    public override IReadOnlyList<string> Columns { get; } = [$"linreg_{period}_slope", $"linreg_{period}_r2"];

    public override int WarmUp => period;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values) =>
        (values[0], values[1]) = _fit.Of(state.Past(bar).Closes(period));
}
