using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Risk;

namespace GoldenSignals.Domain.Consensus;

/// <summary>What would have had to be otherwise at this bar for another action to stand.</summary>
/// <param name="To">The other action.</param>
/// <param name="Score">The score at which it would stand: at least this for BUY, at most this for SELL, on the way to HOLD below it (from BUY) or above it (from SELL).</param>
/// <param name="Change">What the score lacks for that; 0 when only <paramref name="Also"/> stands in the way.</param>
/// <param name="ByOneAgent">Agents each of which, alone, would take the score there.</param>
/// <param name="Also">What else stands in the way, whatever the score. Confidence only where the score suffices: at another score it is another.</param>
public sealed record Flip(SignalAction To, double Score, double Change, IReadOnlyList<AgentFlip> ByOneAgent, IReadOnlyList<string> Also);

/// <param name="Direction">The direction, -1…1, from which on this agent's vote (at its confidence, or at 1 when it abstained) moves the score that far.</param>
public readonly record struct AgentFlip(string Agent, double Direction);

/// <summary>Derives the flips of a decision from what the decision carries.</summary>
public static class Flips
{
    /// <param name="model">The one that decided.</param>
    public static IReadOnlyList<Flip> Of(Decision decision, DecisionModel model) => decision.Action == SignalAction.Hold
        ? [Toward(SignalAction.Buy, decision, model), Toward(SignalAction.Sell, decision, model)]
        : [Toward(SignalAction.Hold, decision, model)];

    private static Flip Toward(SignalAction to, Decision decision, DecisionModel model)
    {
        ConsensusOptions options = model.Consensus;
        SignalAction before = decision.ActionBefore;
        bool toHold = to == SignalAction.Hold;
        int way = to == SignalAction.Sell || toHold && decision.Action == SignalAction.Buy ? -1 : 1;

        // What stood at the bar before goes by the leaving score, what is new by the entry score.
        double size = before == (toHold ? decision.Action : to) ? options.LeaveScore : options.EnterScore;
        double score = (toHold ? -way : way) * size + 0.0;
        double enough = !toHold ? score : way > 0 ? Math.BitIncrement(score) : Math.BitDecrement(score);

        bool stayOwed = !toHold && before == to && decision.BarsInActionBefore < options.MinBarsInState;      // then it stands at any score
        bool there = stayOwed || way * decision.Score >= way * enough;
        return new(to, score, there ? 0 : enough - decision.Score,
            there ? [] : ByOneAgent(enough, way, decision, model.Panel),
            toHold ? ObstaclesToHold(decision, options) : Obstacles(to, there, decision, model));
    }

    private static List<AgentFlip> ByOneAgent(double enough, int way, Decision decision, AgentPanel panel)
    {
        double sum = 0, total = 0;
        for (int i = 0; i < decision.Votes.Length; i++)
        {
            double mass = decision.Weights[i] * decision.Votes[i].Confidence;
            sum += mass * decision.Votes[i].Direction;
            total += mass;
        }

        var flips = new List<AgentFlip>();
        Vote[] votes = [.. decision.Votes];
        var contributions = new double[votes.Length];
        for (int i = 0; i < votes.Length; i++)
        {
            if (panel.Descriptors[i].Kind == AgentKind.Regime)
                continue;
            Vote vote = votes[i], voting = vote with { Confidence = vote.Abstains ? 1 : vote.Confidence };
            if (Suffices(way))
            {
                double mass = decision.Weights[i] * voting.Confidence, others = vote.Abstains ? sum : sum - mass * vote.Direction;
                double all = vote.Abstains ? total + mass : total;
                double direction = Math.Clamp((enough * all / decision.Scale - others) / mass, -1, 1);     // solves scale·(others + mass·d) / all = enough
                for (double step = 1e-16; !Suffices(direction); step *= 2)
                    direction = Math.Clamp(direction + way * step, -1, 1);                                 // past what rounding lost
                flips.Add(new(panel.Descriptors[i].Id, direction));
            }
            votes[i] = vote;

            bool Suffices(double direction)
            {
                votes[i] = voting with { Direction = direction };
                return way * WeightedScore.Of(votes, decision.Weights, decision.Scale, contributions) >= way * enough;
            }
        }
        return flips;
    }

    private static string[] ObstaclesToHold(Decision decision, ConsensusOptions options) =>
        decision.ActionBefore == decision.Action && decision.BarsInActionBefore < options.MinBarsInState ? [DecisionReason.HeldForMinimumStay] : [];

    private static List<string> Obstacles(SignalAction to, bool there, Decision decision, DecisionModel model)
    {
        ConsensusOptions options = model.Consensus;
        var obstacles = new List<string>();
        if (!Quorum.Has(decision.Votes, model.Panel, options))
            obstacles.Add(DecisionReason.BelowQuorum);
        if (decision.Scale == 0)
            obstacles.Add(DecisionReason.BlockedByGate);
        if (decision.ActionBefore == SignalAction.Hold)
        {
            if (there && decision.Confidence < options.ConfidenceThreshold)
                obstacles.Add(DecisionReason.ConfidenceBelowThreshold);
            if (decision.BarsInActionBefore > 0 && decision.BarsInActionBefore < options.MinBarsInState)
                obstacles.Add(DecisionReason.MinimumStayInHold);
        }
        else if (decision.ActionBefore != to)
        {
            obstacles.Add(DecisionReason.PassesThroughHold);
        }
        if (Position.Of(to, decision.Price, decision.Indicators[DecisionModel.Atr.Index], model.Risk) is null)
            obstacles.Add(DecisionReason.PositionTooSmall);
        return obstacles;
    }
}
