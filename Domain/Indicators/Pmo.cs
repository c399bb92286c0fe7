using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Price momentum oscillator, a doubly smoothed rate of change over one bar, and its signal line. Tenths of a percent, any sign.</summary>
/// <remarks><code>
/// PMO = S(10·S(100·(C / C₋₁ − 1), first), second);  signal = EMA(PMO, signal)
/// S(x, n) = S₋₁ + 2 / n·(x − S₋₁)
/// </code>
/// 2 / n is Swenlin's own weight, larger than that of an EMA. Seed: each average starts at the mean of its first inputs. First
/// values: at bar first + second, signal at first + second + signal − 1.
/// Source: Swenlin, DecisionPoint Price Momentum Oscillator, as in StockCharts' ChartSchool.</remarks>
/// <param name="first">Bars of the first smoothing, 2 or more.</param>
/// <param name="second">Values of the second smoothing, 2 or more.</param>
/// <param name="signal">Values averaged in the signal line, 1 or more.</param>
[Ships(35, 20, 10)]
public sealed class Pmo(int first, int second, int signal) : Indicator
{
    private readonly SmaSeededEma _first = new(first, 2.0 / first), _second = new(second, 2.0 / second), _signal = new(signal);

    public override IReadOnlyList<string> Columns { get; } = [$"pmo_{first}_{second}_{signal}", $"pmo_{first}_{second}_{signal}_signal"];

    public override int WarmUp => WarmUpOf(1);

    public override int WarmUpOf(int column) => first + second + (column == 0 ? 0 : signal - 1);

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double change = 100 * (bar.Close / state.Past(bar).CloseBefore - 1);                 // NaN at the first bar
        double momentum = _second.Next(ref state, 10 * _first.Next(ref state, change));
        values[0] = momentum;
        values[1] = _signal.Next(ref state, momentum);
    }
}
