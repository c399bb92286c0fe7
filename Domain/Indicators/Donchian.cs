using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Donchian channel: highest high and lowest low of the n bars before this one. Price units.</summary>
/// <remarks><code>
/// upper = max(H₋₁ … H₋ₙ);  lower = min(L₋₁ … L₋ₙ)
/// </code>
/// Prior bars only, so that a close beyond a band is a breakout. First values at bar n + 1.
/// Source: Donchian's four-week rule; Faith, Way of the Turtle (2007).</remarks>
/// <param name="period">n, 1 or more.</param>
[Ships(10)]
[Ships(20)]
[Ships(55)]
public sealed class Donchian(int period) : Indicator
{
    private readonly RollingExtreme _highest = RollingExtreme.Highest(period);
    private readonly RollingExtreme _lowest = RollingExtreme.Lowest(period);

    public override IReadOnlyList<string> Columns { get; } = [$"donchian_{period}_upper", $"donchian_{period}_lower"];

    public override int WarmUp => period + 1;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        values[0] = Lag.Next(ref state, _highest.Next(ref state, bar.High));
        values[1] = Lag.Next(ref state, _lowest.Next(ref state, bar.Low));
    }
}
