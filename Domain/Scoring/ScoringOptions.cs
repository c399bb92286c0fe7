using System.ComponentModel.DataAnnotations;

namespace GoldenSignals.Domain.Scoring;

/// <summary>How votes are scored.</summary>
public sealed record ScoringOptions
{
    /// <summary>Bars after which a vote is judged.</summary>
    public IReadOnlyList<int> Horizons { get; init; } = [5, 20, 60];

    /// <summary>Half the spread, paid at each fill. Basis points of the price, 0…500, default 2.</summary>
    [Range(0.0, 500.0)] public double HalfSpreadBps { get; init; } = 2;

    /// <summary>Slippage, paid at each fill. Basis points of the price, 0…500, default 3.</summary>
    [Range(0.0, 500.0)] public double SlippageBps { get; init; } = 3;

    /// <summary>Draws of the bootstrap. 100…100,000, default 1,000.</summary>
    [Range(100, 100_000)] public int Resamples { get; init; } = 1_000;

    /// <summary>What a fill costs, as a fraction of what is traded.</summary>
    public double CostFraction => (HalfSpreadBps + SlippageBps) / 10_000;
}
