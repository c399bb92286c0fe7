using System.Text.Json;
using System.Text.Json.Serialization;
using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Risk;
using GoldenSignals.Grains;

namespace GoldenSignals.Silo.Json;

/// <summary>The JSON form of what the grid says, the same in the API, on its event stream and in files. A number that is not there yet is null.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(DecisionDocument))]
[JsonSerializable(typeof(DecisionSummary))]
[JsonSerializable(typeof(BarDocument))]
public sealed partial class DecisionJson : JsonSerializerContext;

/// <summary>Values as the JSON has them.</summary>
public static class JsonValues
{
    /// <summary>JSON has no NaN; here it means "not yet".</summary>
    public static double? Finite(double value) => double.IsFinite(value) ? value : null;

    /// <summary>Times are UTC everywhere; the JSON must say so with its <c>Z</c>.</summary>
    public static DateTime Utc(DateTime time) => System.DateTime.SpecifyKind(time, DateTimeKind.Utc);
}

/// <summary>A decision with everything that it rests on.</summary>
/// <param name="Id">The same for the same symbol, interval, bar time and configuration, wherever and whenever it is computed.</param>
/// <param name="Time">The bar's open time, UTC.</param>
/// <param name="Price">The bar's close.</param>
/// <param name="ActionBefore">The action of the bar before; where it differs, the decision is a signal.</param>
/// <param name="Score">-1 (sell) … 1 (buy): the sum of the contributions of all votes.</param>
/// <param name="Confidence">Estimate of the probability that the direction of the score is right at the horizon, 0…1; it starts from |score| and learns slowly from the symbol's own outcomes.</param>
/// <param name="Votes">One for each agent, in the order in which they are added up.</param>
/// <param name="Contributions">What each agent that voted adds to the score. Added up in this order they are the score, bit for bit.</param>
/// <param name="Method">How the votes became the score.</param>
/// <param name="EffectiveVotes">As how many independent votes the votes count: 1…voters, 0 without any.</param>
/// <param name="Disagreement">Standard error of the mean direction over those, 0 (all agree)…1.</param>
/// <param name="TechnicalRating">A baseline of 26 equal votes of classic indicators, -1 (sell)…1 (buy); no part of the decision; null while nothing of it is known.</param>
/// <param name="Risk">The position proposed; null on HOLD.</param>
/// <param name="Reasons">Why this action; then the gates that scale, then the agents that lead on the side of the score, as agent:reason.</param>
/// <param name="Flips">What would have to change for another action to stand.</param>
/// <param name="Inputs">The indicators that the voting agents read, at this bar.</param>
/// <param name="Configuration">Version of the agents, options and rules that decided.</param>
public sealed record DecisionDocument(
    string Id,
    string Symbol,
    string Interval,
    DateTime Time,
    double Price,
    DecisionAction Action,
    DecisionAction ActionBefore,
    double Score,
    double Confidence,
    VoteDocument[] Votes,
    OrderedDictionary<string, double> Contributions,
    [property: JsonConverter(typeof(CamelCaseEnum<ScoringMethod>))] ScoringMethod Method,
    double EffectiveVotes,
    double Disagreement,
    double? TechnicalRating,
    RiskDocument? Risk,
    string[] Reasons,
    FlipDocument[] Flips,
    SortedDictionary<string, double?> Inputs,
    string Configuration)
{
    private const int LeadingAgents = 3;

    /// <summary>Whether nothing newer of the symbol has come for too long: this is the last that was good, not the present. Only where it is asked for by symbol.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public bool? Stale { get; init; }

    /// <summary>Since the newest tick or bar of the symbol, by the time that the feeds have come to; left out when nothing tells the time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public double? AgeSeconds { get; init; }

    /// <summary>Whether ticks of the symbol are missing by now: there is no signal until a bar has closed that is whole. Only where it is asked for by symbol.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public bool? Gap { get; init; }

    /// <param name="model">What decided. Of a decision that another configuration made only the outcome can be told, not the votes.</param>
    public static DecisionDocument From(Decision decision, DecisionModel model)
    {
        bool explained = decision.Configuration == model.Version;
        VoteDocument[] votes = explained ? VoteDocument.From(decision, model.Panel) : [];
        return new(
            decision.Id,
            decision.Symbol,
            BarInterval.Format(decision.Interval),
            JsonValues.Utc(decision.BarTimeUtc),
            decision.Price,
            decision.Action.Named(),
            decision.ActionBefore.Named(),
            decision.Score,
            decision.Confidence,
            votes,
            ContributionsOf(votes),
            decision.Method,
            decision.EffectiveVotes,
            decision.Disagreement,
            JsonValues.Finite(decision.TechnicalRating),
            RiskDocument.From(decision.Position),
            [decision.Reason, .. Gates(votes), .. Leaders(votes, decision.Score)],
            explained ? [.. Domain.Consensus.Flips.Of(decision, model).Select(FlipDocument.From)] : [],
            explained ? InputsOf(decision, model.Panel) : [],
            decision.Configuration);
    }

    private static OrderedDictionary<string, double> ContributionsOf(VoteDocument[] votes)
    {
        var contributions = new OrderedDictionary<string, double>();
        foreach (VoteDocument vote in votes)
            if (!vote.Abstains)
                contributions.Add(vote.Agent, vote.Contribution);
        return contributions;
    }

    private static IEnumerable<string> Gates(VoteDocument[] votes) =>
        votes.Where(vote => vote.Scale != 1).Select(vote => $"{vote.Agent}:{vote.Reason}");

    private static IEnumerable<string> Leaders(VoteDocument[] votes, double score) =>
        votes.Where(vote => vote.Contribution * score > 0).OrderByDescending(vote => Math.Abs(vote.Contribution))
            .Take(LeadingAgents).Select(vote => $"{vote.Agent}:{vote.Reason}");

    private static SortedDictionary<string, double?> InputsOf(Decision decision, AgentPanel panel)
    {
        var inputs = new SortedDictionary<string, double?>(StringComparer.Ordinal);
        for (int i = 0; i < decision.Votes.Length; i++)
            if (!decision.Votes[i].Abstains || decision.Votes[i].Scale != 1)
                foreach (Column column in panel.Descriptors[i].Inputs)
                    inputs[column.Name] = JsonValues.Finite(decision.Indicators[column.Index]);
        return inputs;
    }
}

/// <summary>A decision's outcome, without the votes.</summary>
/// <param name="Id">The same for the same symbol, interval, bar time and configuration, wherever and whenever it is computed.</param>
/// <param name="Time">The bar's open time, UTC.</param>
/// <param name="Price">The bar's close.</param>
/// <param name="ActionBefore">The action of the bar before; where it differs, the decision is a signal.</param>
/// <param name="Score">-1 (sell) … 1 (buy).</param>
/// <param name="Confidence">Estimate of the probability that the direction of the score is right at the horizon, 0…1; it starts from |score| and learns slowly from the symbol's own outcomes.</param>
/// <param name="Reason">Why this action.</param>
/// <param name="Risk">The position proposed; null on HOLD.</param>
/// <param name="Configuration">Version of the agents, options and rules that decided.</param>
public sealed record DecisionSummary(
    string Id,
    string Symbol,
    string Interval,
    DateTime Time,
    double Price,
    DecisionAction Action,
    DecisionAction ActionBefore,
    double Score,
    double Confidence,
    string Reason,
    RiskDocument? Risk,
    string Configuration)
{
    public static DecisionSummary From(Decision decision) => From(DecisionRow.Of(decision, sequence: 0));

    public static DecisionSummary From(DecisionRow decision) => new(
        Decision.IdOf(decision.Symbol, decision.Interval, decision.BarTimeUtc, decision.Configuration),
        decision.Symbol,
        BarInterval.Format(decision.Interval),
        JsonValues.Utc(decision.BarTimeUtc),
        decision.Price,
        decision.Action.Named(),
        decision.ActionBefore.Named(),
        decision.Score,
        decision.Confidence,
        decision.Reason,
        RiskDocument.From(decision.Position),
        decision.Configuration);
}

/// <summary>A closed bar of one symbol.</summary>
/// <param name="Time">The bar's open time, UTC.</param>
/// <param name="Volume">Base units; 0 where the venue reports none.</param>
public sealed record BarDocument(string Symbol, string Interval, DateTime Time, double Open, double High, double Low, double Close, double Volume)
{
    public static BarDocument From(in SymbolBar bar) => new(
        bar.Symbol, BarInterval.Format(bar.Interval), JsonValues.Utc(bar.Bar.OpenTimeUtc),
        bar.Bar.Open, bar.Bar.High, bar.Bar.Low, bar.Bar.Close, bar.Bar.Volume);
}
