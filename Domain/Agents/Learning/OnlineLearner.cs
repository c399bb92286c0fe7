using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Learning;

/// <summary>Votes the way a model leans that has learned this symbol from its own resolved votes, once it leans far enough.</summary>
/// <remarks><code>
/// p ≥ ½ + Band: buy;  p ≤ ½ − Band: sell;  confidence = min(1, |p − ½| / FullLean)
/// </code>p is the probability that the price is higher ten bars on, see <see cref="Domain.Learning.OnlineLearner"/>. Before
/// MinUpdates examples it abstains: a few examples say nothing. Band and counts are ours. Value: p; limit: the edge of the band.</remarks>
[Agent("online-learner", AgentKind.Learning, Source = "McMahan et al., Ad Click Prediction: a View from the Trenches (2013)")]
public sealed class OnlineLearnerAgent(OnlineLearnerAgent.Options options) : IAgent
{
    private static readonly Column Probability = Column.Named("learner_10_p");
    private static readonly Column Updates = Column.Named("learner_10_updates");

    public sealed record Options
    {
        /// <summary>Lean from ½ below which it is silent. Probability, 0.001…0.4, default 0.05.</summary>
        [Range(0.001, 0.4)] public double Band { get; init; } = 0.05;

        /// <summary>Lean from ½ at which the confidence is 1. Probability, 0.01…0.5, default 0.2.</summary>
        [Range(0.01, 0.5)] public double FullLean { get; init; } = 0.2;

        /// <summary>Examples learned before it votes. Resolved votes, 1…100,000, default 250.</summary>
        [Range(1, 100_000)] public int MinUpdates { get; init; } = 250;
    }

    public Vote Evaluate(in MarketView view)
    {
        double p = view[Probability], updates = view[Updates];
        if (double.IsNaN(p + updates))
            return Vote.WarmingUp;
        if (updates < options.MinUpdates)
            return Vote.Abstain("insufficient-history", updates, options.MinUpdates);

        double lean = p - 0.5, limit = 0.5 + Math.CopySign(options.Band, lean);
        if (Math.Abs(lean) < options.Band)
            return Vote.Abstain("no-lean", p, limit);
        double confidence = Math.Abs(lean) / options.FullLean;
        return lean > 0 ? Vote.Buy(confidence, "learned-up", p, limit) : Vote.Sell(confidence, "learned-down", p, limit);
    }
}
