using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Blau's true strength index, a doubly smoothed momentum as a share of the doubly smoothed movement, and its signal line. −100…100.</summary>
/// <remarks><code>
/// TSI = 100·E(ΔC) / E(|ΔC|);  E(x) = EMA(EMA(x, long), short);  signal = EMA(TSI, signal)
/// </code>
/// Seed: each EMA starts at the mean of its first inputs. No movement gives 0, our choice. First values: at bar long + short,
/// signal at long + short + signal − 1.
/// Source: Blau, True Strength Index, Stocks &amp; Commodities (November 1991).</remarks>
/// <param name="longer">Bars of the first smoothing, 1 or more.</param>
/// <param name="shorter">Values of the second smoothing, 1 or more.</param>
/// <param name="signal">Values averaged in the signal line, 1 or more.</param>
[Ships(25, 13, 7)]
public sealed class Tsi(int longer, int shorter, int signal) : Indicator
{
    private readonly SmaSeededEma _longer = new(longer), _shorter = new(shorter), _signal = new(signal);

    public override IReadOnlyList<string> Columns { get; } = [$"tsi_{longer}_{shorter}_{signal}", $"tsi_{longer}_{shorter}_{signal}_signal"];

    public override int WarmUp => WarmUpOf(1);

    public override int WarmUpOf(int column) => longer + shorter + (column == 0 ? 0 : signal - 1);

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double change = bar.Close - state.Past(bar).CloseBefore;         // NaN at the first bar
        double momentum = _shorter.Next(ref state, _longer.Next(ref state, change));
        double movement = _shorter.Next(ref state, _longer.Next(ref state, Math.Abs(change)));
        double strength = movement == 0 ? 0 : 100 * momentum / movement;
        values[0] = strength;
        values[1] = _signal.Next(ref state, strength);
    }
}
