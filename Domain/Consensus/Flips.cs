using GoldenSignals.Domain.Agents;

namespace GoldenSignals.Domain.Consensus;

/// <summary>What would have to change for another action to stand.</summary>
/// <param name="To">The other action.</param>
/// <param name="Score">The score at which it would stand: at least this for BUY, at most this for SELL, on the way to HOLD below it (from BUY) or above it (from SELL).</param>
/// <param name="Change">What the score lacks for that; 0 when only <paramref name="Also"/> stands in the way.</param>
/// <param name="ByOneAgent">Agents each of which, alone, would do it.</param>
/// <param name="Also">What else stands in the way, whatever the score.</param>
public sealed record Flip(SignalAction To, double Score, double Change, IReadOnlyList<AgentFlip> ByOneAgent, IReadOnlyList<string> Also);

/// <param name="Direction">The direction, -1…1, from which on this agent's vote (at its confidence, or at 1 when it abstained) moves the score that far.</param>
public readonly record struct AgentFlip(string Agent, double Direction);

/// <summary>Derives the flips of a decision from what the decision carries.</summary>
public static class Flips
{
    public static IReadOnlyList<Flip> Of(Decision decision, DecisionModel model)
    {
        ConsensusOptions options = model.Consensus;
        return decision.Action switch
        {
            SignalAction.Buy => [Toward(SignalAction.Hold, options.LeaveScore, falling: true, decision, model)],
            SignalAction.Sell => [Toward(SignalAction.Hold, -options.LeaveScore, falling: false, decision, model)],
            _ =>
            [
                Toward(SignalAction.Buy, options.EnterScore, falling: false, decision, model),
                Toward(SignalAction.Sell, -options.EnterScore, falling: true, decision, model),
            ],
        };
    }

    private static Flip Toward(SignalAction to, double score, bool falling, Decision decision, DecisionModel model)
    {
        bool there = falling ? decision.Score <= score : decision.Score >= score;
        double change = there ? 0 : score - decision.Score;
        return new(to, score, change, there ? [] : ByOneAgent(score, falling, decision, model), Obstacles(to, score, decision, model));
    }

    private static List<AgentFlip> ByOneAgent(double score, bool falling, Decision decision, DecisionModel model)
    {
        var flips = new List<AgentFlip>();
        if (decision.Scale == 0)
            return flips;
        double sum = 0, total = 0;
        for (int i = 0; i < decision.Votes.Length; i++)
        {
            double mass = decision.Weights[i] * decision.Votes[i].Confidence;
            sum += mass * decision.Votes[i].Direction;
            total += mass;
        }
        for (int i = 0; i < decision.Votes.Length; i++)
        {
            if (model.Panel.Descriptors[i].Kind == AgentKind.Regime)
                continue;
            Vote vote = decision.Votes[i];
            double mass = decision.Weights[i] * (vote.Abstains ? 1 : vote.Confidence);
            double others = sum - (vote.Abstains ? 0 : mass * vote.Direction);
            double all = vote.Abstains ? total + mass : total;
            double direction = (score * all / decision.Scale - others) / mass;        // solves scale·(others + mass·d) / all = score
            if (direction is >= -1 and <= 1)
                flips.Add(new(model.Panel.Descriptors[i].Id, direction));
            else if (falling ? direction > 1 : direction < -1)
                flips.Add(new(model.Panel.Descriptors[i].Id, falling ? 1 : -1));      // its mere vote dilutes the others enough
        }
        return flips;
    }

    private static List<string> Obstacles(SignalAction to, double score, Decision decision, DecisionModel model)
    {
        var obstacles = new List<string>();
        if (to == SignalAction.Hold)
        {
            if (decision.BarsInActionBefore < model.Consensus.MinBarsInState)
                obstacles.Add(DecisionReason.HeldForMinimumStay);
            return obstacles;
        }
        if (decision.Reason is DecisionReason.BelowQuorum or DecisionReason.BlockedByGate or DecisionReason.PositionTooSmall)
            obstacles.Add(decision.Reason);
        bool onThisSide = decision.Score > 0 == score > 0;
        if (onThisSide && decision.Confidence < model.Consensus.ConfidenceThreshold)
            obstacles.Add(DecisionReason.ConfidenceBelowThreshold);
        if (decision.ActionBefore != SignalAction.Hold)
            obstacles.Add("passes-through-hold");
        else if (decision.BarsInActionBefore > 0 && decision.BarsInActionBefore < model.Consensus.MinBarsInState)
            obstacles.Add(DecisionReason.MinimumStayInHold);
        return obstacles;
    }
}
