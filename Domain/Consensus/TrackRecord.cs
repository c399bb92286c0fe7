using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Storage;
using Orleans;

namespace GoldenSignals.Domain.Consensus;

/// <summary>
/// How each agent's votes on one symbol turned out, and the weights and calibration that follow. A vote made at the close
/// of t is filled at the open of t+1 and resolves at the close of t+h, by the return in units of the ATR at t.
/// </summary>
/// <remarks><code>
/// payoff   = d · clamp((close(t+h) − open(t+1)) / ATR(t), −3, 3)
/// edge     = (gains − losses) / (gains + losses)                 over exponentially forgotten payoffs, −1…1
/// n_eff    = resolved votes / h                                  votes of h consecutive bars overlap
/// x        = edge · n_eff / (n_eff + ShrinkageVotes)
/// weight   = (1 + 3·max(x, 0)) / (1 + 3·max(−x, 0)) / N          within [1/4, 4] / N
/// </code></remarks>
public sealed class TrackRecord
{
    private const double MaxPayoff = 3;
    private const int Pending = 4;                              // fill price, ATR, score and regime of a pending bar

    private readonly ConsensusOptions _options;
    private readonly int _agents;
    private readonly double _keep;
    private readonly double[] _block;                           // gains | losses | resolved, by agent; then the ring of pending bars
    private readonly float[] _votes;                            // directions | confidences, by agent, of each pending bar
    private readonly Calibration _calibration;
    private long _bars;

    public TrackRecord(int agents, ConsensusOptions options)
    {
        _options = options;
        _agents = agents;
        _keep = 1 - 1 / options.MemoryVotes;
        _calibration = new(options);
        _block = new double[3 * agents + options.HorizonBars * Pending];
        _votes = new float[options.HorizonBars * 2 * agents];
        Weighing = new ByPayoff(this);
    }

    public int Agents => _agents;

    /// <summary>Weighs by payoff, as above.</summary>
    public Weighing Weighing { get; }

    private Span<double> Gains => _block.AsSpan(0, _agents);
    private Span<double> Losses => _block.AsSpan(_agents, _agents);
    private Span<double> Votes => _block.AsSpan(2 * _agents, _agents);

    private Span<double> PendingAt(long bar) => _block.AsSpan(3 * _agents + Pending * (int)(bar % _options.HorizonBars), Pending);

    private Span<float> VotesAt(long bar) => _votes.AsSpan(2 * _agents * (int)(bar % _options.HorizonBars), 2 * _agents);

    /// <summary>Each agent's record, for display.</summary>
    public AgentRecord Of(int agent) => new(Votes[agent], Gains[agent], Losses[agent], Weight(Gains[agent], Losses[agent], Votes[agent]));

    /// <summary>The agent's resolved votes, old ones forgotten exponentially.</summary>
    public double Resolved(int agent) => Votes[agent];

    /// <summary>Begins to fetch what the next bar needs.</summary>
    public void Prefetch()
    {
        CacheLines.Prefetch<double>(_block);
        CacheLines.Prefetch<float>(VotesAt(_bars));                  // both those that are due and those that take their place
    }

    /// <summary>Takes the bar that has just closed: fills the votes of the bar before and resolves those of h bars ago.</summary>
    /// <returns>What resolved; without any vote when nothing did.</returns>
    public Outcome Resolve(in Bar bar)
    {
        if (_bars >= 1)
            PendingAt(_bars - 1)[0] = bar.Open;
        if (_bars < _options.HorizonBars)
            return default;

        Span<double> due = PendingAt(_bars - _options.HorizonBars);
        double atr = due[1];
        if (!(atr > 0))
            return default;
        double move = Math.Clamp((bar.Close - due[0]) / atr, -MaxPayoff, MaxPayoff);
        ReadOnlySpan<float> votes = VotesAt(_bars - _options.HorizonBars);
        Span<double> gains = Gains, losses = Losses, resolved = Votes;
        ReadOnlySpan<double> keeps = [1, _keep];                // who did not vote keeps all; no branch, because none could be foreseen
        for (int i = 0; i < gains.Length; i++)
        {
            double payoff = votes[i] * move;
            int voted = votes[i] != 0 ? 1 : 0;
            gains[i] = gains[i] * keeps[voted] + double.MaxNative(payoff, 0);
            losses[i] = losses[i] * keeps[voted] + double.MaxNative(-payoff, 0);
            resolved[i] = resolved[i] * keeps[voted] + voted;
        }
        _calibration.Resolve(due[2], move);
        return new(votes[.._agents], votes[_agents..], move, (int)due[3]);
    }

    /// <summary>Keeps the votes made at this bar until they resolve. Follows <see cref="Resolve"/> for the same bar.</summary>
    /// <param name="votes">Empty when they are not to count: as if all had abstained.</param>
    /// <param name="score">The consensus, for the calibration; 0 when there was none.</param>
    /// <param name="regime">The bar's, handed back when the votes resolve.</param>
    public void Record(ReadOnlySpan<Vote> votes, double score, double atr, int regime = 0)
    {
        Span<double> slot = PendingAt(_bars);
        Span<float> cast = VotesAt(_bars);
        (slot[0], slot[1], slot[2], slot[3]) = (double.NaN, atr, score, regime);
        if (votes.IsEmpty)
            cast.Clear();
        Span<float> directions = cast[.._agents], confidences = cast[_agents..];
        for (int i = 0; i < votes.Length; i++)
        {
            directions[i] = votes[i].Abstains ? 0 : (float)votes[i].Direction;
            confidences[i] = (float)votes[i].Confidence;
        }
        _bars++;
    }

    public void Weights(Span<double> weights)
    {
        ReadOnlySpan<double> gains = Gains, losses = Losses, resolved = Votes;
        for (int i = 0; i < weights.Length; i++)
            weights[i] = Weight(gains[i], losses[i], resolved[i]);
    }

    /// <summary>Probability that the direction of a score is right at the horizon.</summary>
    public double Confidence(double score) => _calibration.Confidence(score);

    public void Save(StateWriter to)
    {
        to.Int(_bars);
        to.Doubles(_block);
        to.FloatsOnly(_votes);
        _calibration.Save(to);
    }

    /// <summary>Makes a fresh record what another of as many agents and the same horizon was.</summary>
    /// <exception cref="InvalidDataException">The bytes are of another layout.</exception>
    public void Restore(StateReader from)
    {
        _bars = from.Int();
        if (_bars < 0)
            throw from.Wrong($"{_bars} bars recorded");
        from.Doubles(_block);
        from.FloatsOnly(_votes);
        _calibration.Restore(from);
    }

    private double Weight(double gains, double losses, double resolved)
    {
        double all = gains + losses;
        if (all == 0)
            return 1.0 / _agents;
        double x = (gains - losses) * resolved / (all * (resolved + _options.ShrinkageVotes * _options.HorizonBars));
        return (1 + 3 * double.MaxNative(x, 0)) / ((1 + 3 * double.MaxNative(-x, 0)) * _agents);
    }

    private sealed class ByPayoff(TrackRecord record) : Weighing
    {
        public override void Weigh(ReadOnlySpan<double> independence, int regime, Span<double> weights) => record.Weights(weights);

        // All that it rests on is in the record.
        public override void Save(StateWriter to)
        {
        }

        public override void Restore(StateReader from)
        {
        }
    }
}

/// <summary>An agent's record on one symbol.</summary>
/// <param name="Resolved">Resolved votes, old ones forgotten exponentially.</param>
/// <param name="Gains">Sum of winning payoffs, in ATR.</param>
/// <param name="Losses">Sum of losing payoffs, in ATR.</param>
[GenerateSerializer, Immutable, Alias("gs.AgentRecord")]
public readonly record struct AgentRecord(
    [property: Id(0)] double Resolved,
    [property: Id(1)] double Gains,
    [property: Id(2)] double Losses,
    [property: Id(3)] double Weight);
