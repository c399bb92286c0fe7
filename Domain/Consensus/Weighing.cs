using GoldenSignals.Domain.Storage;

namespace GoldenSignals.Domain.Consensus;

/// <summary>Each agent's weight on one symbol, learnt from how its votes there turned out. One file for each method; state in plain arrays.</summary>
public abstract class Weighing
{
    /// <param name="record">The symbol's own.</param>
    public static Weighing Of(DecisionModel model, TrackRecord record) => model.Consensus.Method switch
    {
        ScoringMethod.LogOddsPool => new PoolWeights(record, model.Consensus),
        ScoringMethod.Hedge => new HedgeWeights(model.Panel.Count, model.Consensus),
        _ => record.Weighing,
    };

    /// <summary>Learns from votes that have resolved. <see cref="TrackRecord"/> has taken them already.</summary>
    public virtual void Learn(in Outcome outcome)
    {
    }

    /// <summary>Whether weights depend on the agents' independence.</summary>
    public virtual bool NeedsIndependence => false;

    /// <summary>Every agent's weight in this bar's votes, 0 or more.</summary>
    /// <param name="independence">Each agent's share of what it says that no other voter says too, 0…1 (<see cref="VoteCorrelation"/>); empty where it is not needed.</param>
    /// <param name="regime">0…2 (<see cref="HedgeWeights.RegimeOf"/>).</param>
    public abstract void Weigh(ReadOnlySpan<double> independence, int regime, Span<double> weights);

    /// <summary>Writes what has been learnt beside the <see cref="TrackRecord"/>.</summary>
    public abstract void Save(StateWriter to);

    /// <summary>Makes fresh weights what others of as many agents were.</summary>
    /// <exception cref="InvalidDataException">The bytes are of another layout.</exception>
    public abstract void Restore(StateReader from);
}

/// <summary>The votes of one bar and what came of them. Valid until the next votes are recorded.</summary>
/// <param name="directions">By agent; 0 for one that abstained.</param>
/// <param name="confidences">By agent.</param>
/// <param name="move">From the fill to the horizon, in ATR of the vote's bar, −3…3.</param>
/// <param name="regime">The regime at the vote's bar.</param>
public readonly ref struct Outcome(ReadOnlySpan<float> directions, ReadOnlySpan<float> confidences, double move, int regime)
{
    public ReadOnlySpan<float> Directions { get; } = directions;
    public ReadOnlySpan<float> Confidences { get; } = confidences;
    public double Move { get; } = move;
    public int Regime { get; } = regime;
}
