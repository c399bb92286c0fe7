using System.Text.Json;
using System.Text.Json.Serialization;
using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Risk;

namespace GoldenSignals.Silo.Json;

/// <summary>What one agent said, and its exact part of the score.</summary>
/// <param name="Direction">-1 (sell) … 1 (buy).</param>
/// <param name="Confidence">0…1; 0 where the agent abstains.</param>
/// <param name="Scale">What a gate multiplies the score by, 0…1; 1 for an agent that votes.</param>
/// <param name="Value">The number that the vote rests on; null when there is none.</param>
/// <param name="Limit">What it was held against; null when there is none.</param>
/// <param name="Weight">The agent's weight on this symbol, as the decision's method has it.</param>
/// <param name="Contribution">The agent's part of the score: for weighted and hedge weight·confidence·direction·scales / Σ weight·confidence; for logOddsPool its share of the log-odds. They add up to the score.</param>
public sealed record VoteDocument(
    string Agent,
    [property: JsonConverter(typeof(CamelCaseEnum<AgentKind>))] AgentKind Kind,
    double Direction,
    double Confidence,
    double Scale,
    string Reason,
    double? Value,
    double? Limit,
    double Weight,
    double Contribution,
    bool Abstains)
{
    internal static VoteDocument[] From(Decision decision, AgentPanel panel)
    {
        double[] contributions = decision.Contributions();
        var votes = new VoteDocument[decision.Votes.Length];
        for (int i = 0; i < votes.Length; i++)
        {
            Vote vote = decision.Votes[i];
            AgentDescriptor agent = panel.Descriptors[i];
            votes[i] = new(agent.Id, agent.Kind, vote.Direction, vote.Confidence, vote.Scale, vote.Reason,
                JsonValues.Finite(vote.Value), JsonValues.Finite(vote.Limit), decision.Weights[i], contributions[i], vote.Abstains);
        }
        return votes;
    }
}

/// <summary>The position that a BUY or SELL proposes. Prices in the quote currency, fractions of equity.</summary>
/// <param name="Side">long, short, or exit where shorts are not allowed; an exit has no stop, target or size.</param>
/// <param name="SizeFraction">Notional over equity.</param>
/// <param name="ProjectedLossFraction">What is lost at the stop, slippage included, over equity.</param>
public sealed record RiskDocument(
    [property: JsonConverter(typeof(CamelCaseEnum<PositionSide>))] PositionSide Side,
    double? Stop,
    double? Target,
    double? RewardRisk,
    double SizeFraction,
    double ProjectedLossFraction)
{
    internal static RiskDocument? From(Position? position) => position is null ? null : new(
        position.Side, JsonValues.Finite(position.Stop), JsonValues.Finite(position.Target), JsonValues.Finite(position.RewardRisk),
        position.SizeFraction, position.ProjectedLossFraction);
}

/// <summary>What would have to change for another action to stand.</summary>
/// <param name="Score">The score at which it would stand.</param>
/// <param name="Change">What the score lacks for that; 0 when only <paramref name="Also"/> stands in the way.</param>
/// <param name="ByOneAgent">Agents each of which, alone, would do it.</param>
/// <param name="Also">What else stands in the way, whatever the score.</param>
public sealed record FlipDocument(DecisionAction To, double Score, double Change, AgentFlipDocument[] ByOneAgent, IReadOnlyList<string> Also)
{
    internal static FlipDocument From(Flip flip) => new(
        flip.To.Named(), flip.Score, flip.Change,
        [.. flip.ByOneAgent.Select(agent => new AgentFlipDocument(agent.Agent, agent.Direction))], flip.Also);
}

/// <param name="Direction">The direction, -1…1, from which on this agent's vote alone moves the score that far.</param>
public sealed record AgentFlipDocument(string Agent, double Direction);

/// <summary>The action as it is written: in capitals, as orders are.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DecisionAction>))]
public enum DecisionAction
{
    [JsonStringEnumMemberName("BUY")] Buy,
    [JsonStringEnumMemberName("SELL")] Sell,
    [JsonStringEnumMemberName("HOLD")] Hold,
}

public static class DecisionActions
{
    public static DecisionAction Named(this SignalAction action) => action switch
    {
        SignalAction.Buy => DecisionAction.Buy,
        SignalAction.Sell => DecisionAction.Sell,
        _ => DecisionAction.Hold,
    };

    /// <summary>The action of a word; null of none.</summary>
    public static SignalAction? Parse(string? word) => word switch
    {
        "BUY" => SignalAction.Buy,
        "SELL" => SignalAction.Sell,
        "HOLD" => SignalAction.Hold,
        null => null,
        _ => throw new FormatException($"{word} is no action"),
    };
}

/// <summary>Writes an enum's members in camel case.</summary>
public sealed class CamelCaseEnum<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false) where TEnum : struct, Enum;
