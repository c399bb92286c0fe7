using GoldenSignals.Domain.Storage;

namespace GoldenSignals.Domain.Consensus;

/// <summary>Weights of the log-odds pool: the log-odds of an agent's accuracy on the symbol, its redundancy taken out.</summary>
/// <remarks><code>
/// accuracy a = (hits/h + k·PoolPriorAccuracy) / (votes/h + k)     exponentially forgotten counts; h = horizon, k = ShrinkageVotes
/// weight     = max(0, ln(a / (1 − a)))·independence
/// </code>
/// a is the mean of a beta-binomial posterior; votes of h consecutive bars overlap, so counts are divided by h; no move is half a hit.
/// An agent that is wrong more often than right is not believed, and its opposite is not believed either.
/// State: 8 bytes an agent. Source: Bayes' rule for voters of known accuracy (Nitzan and Paroush, Optimal Decision Rules in
/// Uncertain Dichotomous Choice Situations, International Economic Review 23:2, 1982).</remarks>
public sealed class PoolWeights(TrackRecord record, ConsensusOptions options) : Weighing
{
    private readonly double[] _hits = new double[record.Agents];
    private readonly double _keep = 1 - 1 / options.MemoryVotes;

    public override void Learn(in Outcome outcome)
    {
        for (int i = 0; i < outcome.Directions.Length; i++)
        {
            double payoff = outcome.Directions[i] * outcome.Move;
            if (outcome.Directions[i] != 0)
                _hits[i] = _hits[i] * _keep + (payoff > 0 ? 1 : payoff == 0 ? 0.5 : 0);
        }
    }

    /// <summary>Estimate of the probability that the agent's direction is right at the horizon.</summary>
    public double Accuracy(int agent) =>
        (_hits[agent] / options.HorizonBars + options.ShrinkageVotes * options.PoolPriorAccuracy)
        / (record.Resolved(agent) / options.HorizonBars + options.ShrinkageVotes);

    public override void Save(StateWriter to) => to.Doubles(_hits);

    public override void Restore(StateReader from) => from.Doubles(_hits);

    public override bool NeedsIndependence => true;

    public override void Weigh(ReadOnlySpan<double> independence, int regime, Span<double> weights)
    {
        for (int i = 0; i < weights.Length; i++)
        {
            double accuracy = Accuracy(i);
            weights[i] = accuracy > 0.5 ? Math.Log(accuracy / (1 - accuracy)) * independence[i] : 0;
        }
    }
}
