using GoldenSignals.Domain.Agents;

namespace GoldenSignals.Domain.Consensus;

/// <summary>How votes become one number: where an agent's weight comes from, and how weighted votes are put together.</summary>
public enum ScoringMethod : byte
{
    /// <summary>Weighted mean; weights from each agent's payoffs on the symbol (<see cref="TrackRecord"/>).</summary>
    Weighted,

    /// <summary>Sum of log-odds as a probability; weights from each agent's accuracy and independence (<see cref="PoolWeights"/>).</summary>
    LogOddsPool,

    /// <summary>Weighted mean; weights learnt on log loss, apart for each regime of volatility (<see cref="HedgeWeights"/>).</summary>
    Hedge,
}

/// <summary>The pure part of every method: votes and weights to the score. What was learnt of the symbol is in the weights alone.</summary>
public static class VoteScore
{
    /// <param name="contributions">Receives each agent's part; the score is their sum in this order, bit for bit.</param>
    /// <returns>-1…1, not falling as any one direction rises; 0 when nobody voted.</returns>
    public static double Of(
        ScoringMethod method, ReadOnlySpan<Vote> votes, ReadOnlySpan<double> weights, double scale, Span<double> contributions) =>
        method == ScoringMethod.LogOddsPool
            ? LogOddsScore.Of(votes, weights, scale, contributions)
            : WeightedScore.Of(votes, weights, scale, contributions);
}
