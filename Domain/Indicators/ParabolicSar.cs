using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Wilder's parabolic stop and reverse: below the price in an up trend, above it in a down trend. Price units.</summary>
/// <remarks><code>
/// SAR = SAR₋₁ + a·(E − SAR₋₁), in an up trend not above the lows of the two bars before
/// </code>
/// E is the trend's highest high; a starts at the step and grows by it at each new E, up to the maximum. A low at or
/// below SAR hits the stop and reverses: SAR becomes E, E the bar's low, a the step. Down trends are the mirror image.
/// Seed: the first trend is a guess, up, with SAR at the first low and E at the first high; from the first reversal on values
/// no longer hang on it. First value at bar 2.
/// Source: Wilder, New Concepts in Technical Trading Systems (1978).</remarks>
/// <param name="step">Acceleration at the start and added at each new extreme, above 0.</param>
/// <param name="maximum">Largest acceleration, not below <paramref name="step"/>.</param>
[Ships(0.02, 0.2)]
public sealed class ParabolicSar(double step, double maximum) : Indicator
{
    private struct Memory
    {
        public double Sar, Extreme, Acceleration;
        public double High, HighBefore, Low, LowBefore;
        public bool Rising, Started;
    }

    public override IReadOnlyList<string> Columns { get; } = [FormattableString.Invariant($"psar_{step}_{maximum}")];

    public override int WarmUp => 2;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        ref Memory memory = ref state.Take<Memory>();
        if (memory.Started)
            values[0] = memory.Rising ? Rise(ref memory, bar) : Fall(ref memory, bar);
        else
        {
            memory = new Memory { Sar = bar.Low, Extreme = bar.High, Acceleration = step, High = bar.High, Low = bar.Low, Rising = true, Started = true };
            values[0] = double.NaN;
        }
        (memory.HighBefore, memory.High) = (memory.High, bar.High);
        (memory.LowBefore, memory.Low) = (memory.Low, bar.Low);
    }

    private double Rise(ref Memory memory, in Bar bar)
    {
        double sar = memory.Sar + memory.Acceleration * (memory.Extreme - memory.Sar);
        sar = Math.Min(sar, Math.Min(memory.Low, memory.LowBefore));
        if (bar.Low <= sar)
            return Reverse(ref memory, bar.Low);
        if (bar.High > memory.Extreme)
            Extend(ref memory, bar.High);
        return memory.Sar = sar;
    }

    private double Fall(ref Memory memory, in Bar bar)
    {
        double sar = memory.Sar + memory.Acceleration * (memory.Extreme - memory.Sar);
        sar = Math.Max(sar, Math.Max(memory.High, memory.HighBefore));
        if (bar.High >= sar)
            return Reverse(ref memory, bar.High);
        if (bar.Low < memory.Extreme)
            Extend(ref memory, bar.Low);
        return memory.Sar = sar;
    }

    private double Reverse(ref Memory memory, double extreme)
    {
        memory.Sar = memory.Extreme;
        memory.Extreme = extreme;
        memory.Acceleration = step;
        memory.Rising = !memory.Rising;
        return memory.Sar;
    }

    private void Extend(ref Memory memory, double extreme)
    {
        memory.Extreme = extreme;
        memory.Acceleration = Math.Min(memory.Acceleration + step, maximum);
    }
}
