using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Domain.Risk;

namespace GoldenSignals.Domain.Scoring;

public enum VoterGroup
{
    Agent,
    Consensus,
    Baseline,
}

/// <summary>Somebody who is scored: an agent, a method of consensus, the baseline.</summary>
/// <param name="Kind">Of an agent; else what it is.</param>
/// <param name="StatesProbability">Whether its own words give a probability; else one is fitted in-sample.</param>
/// <param name="Start">Its side of one symbol, which sees that symbol's bars in order, each once.</param>
public sealed record Voter(string Id, VoterGroup Group, string Kind, bool StatesProbability, Func<SymbolVoter> Start)
{
    /// <summary>Whether its votes are held as positions, for an equity curve.</summary>
    public bool Trades => Group != VoterGroup.Agent;

    /// <summary>An agent of the panel.</summary>
    public static Voter Agent(AgentPanel panel, int agent) => new(
        panel.Descriptors[agent].Id, VoterGroup.Agent, panel.Descriptors[agent].Kind.ToString(), false, () => (in MarketStep step) => Opinion.Of(step.Votes[agent]));

    /// <summary>A method of consensus with a memory of its own.</summary>
    public static Voter Consensus(string id, DecisionModel model) => new(id, VoterGroup.Consensus, "consensus", true, () =>
    {
        var consensus = new SymbolConsensus(model);
        return (in MarketStep step) => Opinion.Of(consensus.Decide(step.View, step.Votes));
    });

    /// <summary>A rating, −1…1, that votes beyond ±<paramref name="neutral"/>; NaN is no vote.</summary>
    public static Voter Baseline(string id, RatingOf rating, double neutral) => new(id, VoterGroup.Baseline, "baseline", false, () =>
        (in MarketStep step) => Opinion.Of(rating(step.View), neutral));
}

/// <summary>A pure function of what is seen of a symbol.</summary>
public delegate double RatingOf(in MarketView view);

/// <summary>What a voter says of the bar that has just closed.</summary>
public delegate Opinion SymbolVoter(in MarketStep step);

/// <summary>One voter's word on one bar.</summary>
/// <param name="Direction">1, −1, or 0 for no vote.</param>
/// <param name="Signal">Direction and strength in one, −1…1; what is ranked and correlated.</param>
/// <param name="Probability">Stated probability that the direction is right; NaN where none is stated.</param>
/// <param name="Position">What is held from the next open on: 1, 0 or −1.</param>
public readonly record struct Opinion(int Direction, double Signal, double Probability, int Position)
{
    public static Opinion Of(in Vote vote) => vote.Abstains
        ? default
        : new(Math.Sign(vote.Direction), vote.Direction * vote.Confidence, double.NaN, Math.Sign(vote.Direction));

    public static Opinion Of(double rating, double neutral)
    {
        int direction = Math.Abs(rating) > neutral ? Math.Sign(rating) : 0;
        return new(direction, double.IsNaN(rating) ? 0 : rating, double.NaN, direction);
    }

    /// <summary>A decision votes by its action; its signal is its score. BUY and SELL that are held against the score are still votes.</summary>
    public static Opinion Of(Decision decision)
    {
        int direction = decision.Action switch { SignalAction.Buy => 1, SignalAction.Sell => -1, _ => 0 };
        double probability = direction * decision.Score >= 0 ? decision.Confidence : 1 - decision.Confidence;
        return new(direction, decision.Score, probability, decision.Position?.Side == PositionSide.Exit ? 0 : direction);
    }
}
