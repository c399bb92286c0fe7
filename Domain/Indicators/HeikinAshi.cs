using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Heikin-Ashi ("average bar") open and close. Price units.</summary>
/// <remarks><code>
/// close = (O + H + L + C) / 4;  open = (open₋₁ + close₋₁) / 2
/// </code>
/// Seed: open = (O + C) / 2 at the first bar. First values at bar 1. Their high is max(H, open, close), their low min(L, open, close).
/// Source: Valcu, Using the Heikin-Ashi Technique, Stocks and Commodities 22:2 (2004).</remarks>
[Ships]
public sealed class HeikinAshi : Indicator
{
    private struct Memory
    {
        public double NextOpen;
        public bool Started;
    }

    public override IReadOnlyList<string> Columns { get; } = ["ha_open", "ha_close"];

    public override int WarmUp => 1;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        ref Memory memory = ref state.Take<Memory>();
        double open = memory.Started ? memory.NextOpen : (bar.Open + bar.Close) / 2;
        double close = (bar.Open + bar.High + bar.Low + bar.Close) / 4;
        memory = new Memory { NextOpen = (open + close) / 2, Started = true };
        values[0] = open;
        values[1] = close;
    }
}
