using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Storage;

namespace GoldenSignals.Domain.Consensus;

/// <summary>Exponential weights on log loss, apart for each regime of volatility. They add up to 1 in a regime.</summary>
/// <remarks><code>
/// q = 0.5 + 0.4·c·d·sign(move)            the probability that the agent gave to what then happened, 0.1…0.9
/// w ← w·q^(HedgeRate / h)                 that is w·exp(−rate·log loss / h): votes of h consecutive bars overlap
/// w ← (1 − HedgeShare)·w + HedgeShare·mean      the floor that lets an agent come back
/// </code>
/// Only the voters of the bar learn, and together keep what they had, so that silence neither gains nor loses. No move teaches nothing.
/// Regimes: the third of the year in which the symbol's volatility stands (rank below 1/3, below 2/3, above), the middle one until the
/// rank is known. A vote is judged in the regime it was cast in. State: 12 bytes an agent.
/// Source: Freund and Schapire, A Decision-Theoretic Generalization of On-Line Learning (1997); voters that sleep after Freund, Schapire,
/// Singer and Warmuth (1997); fixed share after Herbster and Warmuth, Tracking the Best Expert (1998).</remarks>
public sealed class HedgeWeights : Weighing
{
    public const int Regimes = 3;

    private static readonly Column s_rank = Column.Named("yang_zhang_20_rank_252");

    private readonly int _agents;
    private readonly double _power, _share;
    private readonly float[] _weights;                          // by regime, then by agent

    public HedgeWeights(int agents, ConsensusOptions options)
    {
        _agents = agents;
        (_power, _share) = (options.HedgeRate / options.HorizonBars, options.HedgeShare);
        _weights = new float[Regimes * agents];
        Array.Fill(_weights, 1f / agents);
    }

    public static int RegimeOf(in MarketView view) => view[s_rank] switch
    {
        < 1.0 / Regimes => 0,
        > 2.0 / Regimes => 2,
        _ => 1,                                                 // NaN too
    };

    public override void Learn(in Outcome outcome)
    {
        int sign = Math.Sign(outcome.Move), voters = 0;
        if (sign == 0)
            return;
        Span<float> weights = _weights.AsSpan(outcome.Regime * _agents, _agents);
        double before = 0, after = 0;
        for (int i = 0; i < outcome.Directions.Length; i++)
        {
            if (outcome.Confidences[i] == 0)
                continue;
            voters++;
            before += weights[i];
            weights[i] *= (float)Math.Pow(0.5 + 0.4 * outcome.Confidences[i] * outcome.Directions[i] * sign, _power);
            after += weights[i];
        }
        if (!(after > 0))
            return;                                             // nobody voted
        double keep = (1 - _share) * before / after, mean = _share * before / voters;
        for (int i = 0; i < outcome.Directions.Length; i++)
            if (outcome.Confidences[i] != 0)
                weights[i] = (float)(weights[i] * keep + mean);
    }

    public override void Save(StateWriter to)
    {
        to.Int(_weights.Length);
        to.FloatsOnly(_weights);
    }

    public override void Restore(StateReader from)
    {
        from.Same(_weights.Length, "weights");
        from.FloatsOnly(_weights);
    }

    public override void Weigh(ReadOnlySpan<double> independence, int regime, Span<double> weights)
    {
        for (int i = 0; i < weights.Length; i++)
            weights[i] = _weights[regime * _agents + i];
    }
}
