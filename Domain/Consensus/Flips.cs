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

/// <param name="Direction">The direction, -1…1, from which on this agent's vote (at its confidence, or at 1 when it abstained) moves the score that far, the weights being those of the decision.</param>
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
            there ? [] : ByOneAgent(enough, way, decision, model),
            toHold ? ObstaclesToHold(decision, options) : Obstacles(to, there, decision, model));
    }

    private static List<AgentFlip> ByOneAgent(double enough, int way, Decision decision, DecisionModel model)
    {
        var flips = new List<AgentFlip>();
        Vote[] votes = [.. decision.Votes];
        var contributions = new double[votes.Length];
        for (int i = 0; i < votes.Length; i++)
        {
            if (model.Panel.Descriptors[i].Kind == AgentKind.Regime)
                continue;
            Vote vote = votes[i], voting = vote with { Confidence = vote.Abstains ? 1 : vote.Confidence };
            if (Lacks(way) <= 0)
                flips.Add(new(model.Panel.Descriptors[i].Id, Nearest(Lacks, way)));
            votes[i] = vote;

            double Lacks(double direction)
            {
                votes[i] = voting with { Direction = direction };
                return way * (enough - VoteScore.Of(decision.Method, votes, decision.Weights, decision.Scale, contributions));
            }
        }
        return flips;
    }

    /// <summary>The first direction on the way from the one end to the other at which nothing lacks any more, to 1e-12 and on the safe side.</summary>
    /// <remarks>The score rises with the direction, nearly as a straight line: a look beside the line's own crossing mostly ends it,
    /// and halving what remains ends it surely.</remarks>
    private static double Nearest(Func<double, double> lacks, int way)
    {
        const double width = 1e-12;
        double shy = -way, far = way, shyLacks = lacks(shy), farLacks = lacks(far);
        if (shyLacks <= 0)
            return shy;
        while (Math.Abs(far - shy) > width)
        {
            double crossing = shy + (far - shy) * (shyLacks / (shyLacks - farLacks));
            Look(crossing + way * width / 3);
            Look(crossing - way * width / 3);
            Look((shy + far) / 2);
        }
        return far;

        void Look(double direction)
        {
            if (!(way * direction > way * shy && way * direction < way * far))
                return;
            double found = lacks(direction);
            if (found > 0)
                (shy, shyLacks) = (direction, found);
            else
                (far, farLacks) = (direction, found);
        }
    }

    private static List<string> ObstaclesToHold(Decision decision, ConsensusOptions options) =>
    [
        .. Gap(decision),
        .. decision.ActionBefore == decision.Action && decision.BarsInActionBefore < options.MinBarsInState ? [DecisionReason.HeldForMinimumStay] : Array.Empty<string>(),
    ];

    private static string[] Gap(Decision decision) => decision.Reason == DecisionReason.Gap ? [DecisionReason.Gap] : [];

    private static List<string> Obstacles(SignalAction to, bool there, Decision decision, DecisionModel model)
    {
        ConsensusOptions options = model.Consensus;
        List<string> obstacles = [.. Gap(decision), .. Vetoes.Reasons(Vetoes.Of(decision.Votes, decision.Scale, decision.Disagreement, model))];
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
        double atr = decision.Indicators[DecisionModel.Atr.Index];
        if (Position.Of(to, decision.Price, atr, model.Risk) is null)
            obstacles.Add(Position.Refusal(decision.Price, atr, model.Risk));
        return obstacles;
    }
}
