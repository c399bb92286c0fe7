using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Wilder's relative strength index. Dimensionless, 0…100.</summary>
/// <remarks><code>
/// RSI = 100·U / (U + D);  U, D = Wilder averages over n bars of max(±Δclose, 0)
/// </code>
/// Seed: the mean of the first n changes. U = D = 0 (flat market) gives 50, our choice.
/// Source: Wilder, New Concepts in Technical Trading Systems (1978).</remarks>
/// <param name="period">Bars averaged, 1 or more.</param>
[Ships(14)]
[Ships(2)]
public sealed class Rsi(int period) : Indicator
{
    private readonly RelativeStrength _strength = new(period);

    public override IReadOnlyList<string> Columns { get; } = [$"rsi_{period}"];

    public override int WarmUp => period + 1;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values) =>
        values[0] = _strength.Next(ref state, bar.Close - state.Past(bar).CloseBefore);
}
