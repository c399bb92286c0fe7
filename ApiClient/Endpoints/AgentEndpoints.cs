using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using GoldenSignals.ApiClient.Security;
using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>Who votes, and how.</summary>
internal static class AgentEndpoints
{
    public static void MapAgents(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder agents = app.MapGroup("/v1/agents").WithTags("Agents");
        agents.MapGet("", List).WithName("ListAgents").ProducesProblem(404).ProducesProblem(422).ProducesProblem(503);
        agents.MapGet("/{id}", Get).WithName("GetAgent").ProducesProblem(404).ProducesProblem(422).ProducesProblem(503);
        agents.MapPut("/{id}", Put).WithName("ChangeAgent").Needs(Scopes.Admin).Accepts<AgentChangeDocument>(RequestBody.Json)
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).ProducesProblem(503);
    }

    /// <summary>Every agent: what it reads, where its rule comes from, its options, whether it votes, how its votes turned out, and what they take.</summary>
    /// <param name="symbol">With each agent's track record on this symbol.</param>
    internal static async Task<Ok<AgentPage>> List(HttpContext context, Grid grid, DecisionModel model, string? symbol = null)
    {
        AgentFacts facts = await AgentFacts.Of(grid, context.Caller(), symbol);
        return TypedResults.Ok(new AgentPage([.. Enumerable.Range(0, model.Panel.Count).Select(agent => AgentDocument.From(model, agent, facts))], model.Version));
    }

    /// <summary>One agent, with every change of how it takes part.</summary>
    /// <param name="id">The agent's id.</param>
    /// <param name="symbol">With its track record on this symbol.</param>
    internal static async Task<Ok<AgentDocument>> Get(HttpContext context, string id, Grid grid, DecisionModel model, string? symbol = null) =>
        TypedResults.Ok(AgentDocument.Whole(model, IndexOf(id, model), await AgentFacts.Of(grid, context.Caller(), symbol)));

    /// <summary>Switches an agent on or off, or gives it another weight, from a bar on that no part of the grid has come to.</summary>
    /// <remarks>
    /// The answer comes when the change is written down. It holds for all symbols from the bar that <c>changes</c> states, in this grid and in every replay of its journal,
    /// until the next change of the agent; what was planned for it from then on is given up.
    /// </remarks>
    /// <param name="id">The agent's id.</param>
    internal static async Task<Ok<AgentDocument>> Put(
        HttpContext context, string id, HttpRequest request, Grid grid, DecisionModel model, IOptions<ApiOptions> options, CancellationToken cancellation)
    {
        int agent = IndexOf(id, model);
        ReadOnlyMemory<byte> body = await RequestBody.Read(request, options.Value.MaxRequestBodyBytes, cancellation);
        AgentChanges changes = await grid.Universe.Change(JsonItems.ReadOne(body.Span, AgentChangeDocument.Parse).Of(model.Panel.Descriptors[agent].Id));
        return changes.Granted
            ? TypedResults.Ok(AgentDocument.Whole(model, agent, await AgentFacts.Of(grid, context.Caller(), symbol: null)))
            : throw Problems.BarDecided.Because($"A change can hold from {Rfc3339.Format(changes.NextUtc)} on.", ("earliest", JsonValues.Utc(changes.NextUtc)));
    }

    private static int IndexOf(string id, DecisionModel model) =>
        model.Panel.IndexOf(id) is >= 0 and int agent ? agent : throw Problems.UnknownAgent.Because(Problems.UnknownAgent.Meaning);
}

/// <summary>What the grid knows of its agents.</summary>
internal sealed record AgentFacts(AgentChanges Changes, AgentTotals Totals, AgentRecord[]? Records)
{
    public static async Task<AgentFacts> Of(Grid grid, Caller caller, string? symbol)
    {
        Task<AgentChanges> changes = grid.Universe.Changes();
        Task<AgentTotals> totals = grid.AgentTotals(caller.Symbols);
        AgentRecord[]? records = symbol is null ? null : await RecordsOf(grid, SymbolRoute.Checked(symbol));
        return new(await changes, await totals, records);
    }

    private static async Task<AgentRecord[]?> RecordsOf(Grid grid, string symbol)
    {
        await grid.Find(symbol);
        return (await grid.ConsensusOf(symbol).Records(symbol))?.Agents;
    }
}

/// <summary>A change of how an agent takes part; at least one of enabled and weight.</summary>
/// <param name="Enabled">Whether it votes.</param>
/// <param name="Weight">What its learnt weight is multiplied by, 0…10.</param>
/// <param name="From">From the bar of this open time on: RFC 3339 with its offset. Without it from the first bar that no part of the grid has come to.</param>
internal sealed record AgentChangeDocument(bool? Enabled = null, double? Weight = null, DateTimeOffset? From = null)
{
    public static AgentChangeDocument? Parse(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, AgentJson.Default.AgentChangeDocument);

    public AgentChange Of(string agent)
    {
        if (Enabled is null && Weight is null)
            throw Problems.InvalidOption.Because("Enabled or weight is missing.", ("field", "enabled"));
        if (Weight is not (null or >= 0 and <= AgentSwitch.MaxWeight))
            throw Problems.InvalidOption.Because(FormattableString.Invariant($"Weight must be between 0 and {AgentSwitch.MaxWeight}."), ("field", "weight"));
        return new(agent, Enabled, Weight, From?.UtcDateTime);
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(Rfc3339Json)])]
[JsonSerializable(typeof(AgentChangeDocument))]
internal sealed partial class AgentJson : JsonSerializerContext;

/// <param name="Agents">In the order in which their votes are added up.</param>
/// <param name="Configuration">Version of the agents, options and rules.</param>
internal sealed record AgentPage(AgentDocument[] Agents, string Configuration);

/// <param name="Source">Author, work and year of the rule.</param>
/// <param name="Inputs">The indicators that it reads.</param>
/// <param name="Enabled">Whether it votes at the latest bar.</param>
/// <param name="Weight">What its learnt weights are multiplied by at the latest bar: 1 unless someone has set it.</param>
/// <param name="Reason">Why it does not vote: switched-off, or over-time-budget; null when it does.</param>
/// <param name="Record">How its votes on the symbol turned out; null when no symbol was asked for.</param>
/// <param name="Overall">How its votes on all symbols turned out; on those that the caller may see.</param>
/// <param name="Evaluations">Bars that it was asked about, since the grid's start; and so the next two.</param>
/// <param name="MeanMicroseconds">Mean time of an evaluation; null before the first.</param>
/// <param name="Faults">Evaluations that failed; it abstained from those.</param>
internal sealed record AgentDocument(
    string Id,
    [property: JsonConverter(typeof(CamelCaseEnum<AgentKind>))] AgentKind Kind,
    string Source,
    string[] Inputs,
    AgentOption[] Options,
    bool Enabled,
    double Weight,
    string? Reason,
    RecordDocument? Record,
    OverallDocument Overall,
    long Evaluations,
    double? MeanMicroseconds,
    long Faults)
{
    /// <summary>Every change of how it takes part, oldest first, those to come included; only where one agent is asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public AgentChangeLine[]? Changes { get; init; }

    public static AgentDocument From(DecisionModel model, int index, AgentFacts facts)
    {
        AgentDescriptor agent = model.Panel.Descriptors[index];
        AgentSwitch? change = AgentSwitch.At(facts.Changes.Changes, agent.Id, facts.Changes.LatestUtc);
        AgentTotal total = facts.Totals.Agents[index];
        return new(
            agent.Id, agent.Kind, agent.Source, [.. agent.Inputs.Select(input => input.Name)], AgentOption.Of(agent, model.Panel.OptionsOf(index)),
            change?.Votes ?? true, change?.Weight ?? 1, change is { Votes: false } ? change.Reason : null,
            facts.Records?.ElementAtOrDefault(index) is { } known ? new(known.Resolved, known.Gains, known.Losses, known.Weight) : null,
            OverallDocument.From(total), total.Evaluations, total.Evaluations == 0 ? null : total.Time.TotalMicroseconds / total.Evaluations, total.Faults);
    }

    public static AgentDocument Whole(DecisionModel model, int index, AgentFacts facts)
    {
        AgentDocument agent = From(model, index, facts);
        return agent with { Changes = [.. facts.Changes.Changes.Where(change => change.Agent == agent.Id).Select(AgentChangeLine.Of)] };
    }
}

/// <summary>What holds of an agent from a bar on.</summary>
/// <param name="From">Open time of the first bar that it holds for, UTC; null where it holds from the first of all.</param>
/// <param name="Enabled">Whether it votes.</param>
/// <param name="Weight">What its weight is multiplied by; 1 leaves it as it is.</param>
/// <param name="Reason">Why it does not vote; null when it does.</param>
internal sealed record AgentChangeLine(DateTime? From, bool Enabled, double Weight, string? Reason)
{
    public static AgentChangeLine Of(AgentSwitch change) => new(
        change.FromBarUtc == default ? null : JsonValues.Utc(change.FromBarUtc), change.Votes, change.Weight, change.Votes ? null : change.Reason);
}

/// <summary>How an agent's votes turned out, over all symbols.</summary>
/// <param name="Resolved">Votes whose outcome is known, old ones forgotten exponentially.</param>
/// <param name="Gains">Sum of winning payoffs, in ATR.</param>
/// <param name="Losses">Sum of losing payoffs, in ATR.</param>
/// <param name="Edge">(gains − losses) / (gains + losses), -1…1; null before anything was won or lost.</param>
internal sealed record OverallDocument(double Resolved, double Gains, double Losses, double? Edge)
{
    public static OverallDocument From(AgentTotal total) =>
        new(total.Resolved, total.Gains, total.Losses, JsonValues.Finite((total.Gains - total.Losses) / (total.Gains + total.Losses)));
}

/// <param name="Value">What this grid runs with.</param>
/// <param name="Default">What it is unless the configuration says otherwise.</param>
/// <param name="Minimum">Null where it has no range.</param>
internal sealed record AgentOption(string Name, object? Value, object? Default, object? Minimum, object? Maximum)
{
    public static AgentOption[] Of(AgentDescriptor agent, object options)
    {
        object defaults = agent.DefaultOptions();
        return
        [
            .. from property in agent.OptionsType.GetProperties(BindingFlags.Public | BindingFlags.Instance)
               let range = property.GetCustomAttribute<RangeAttribute>()
               select new AgentOption(
                   JsonNamingPolicy.CamelCase.ConvertName(property.Name), property.GetValue(options), property.GetValue(defaults), range?.Minimum, range?.Maximum),
        ];
    }
}

/// <param name="Resolved">Votes whose outcome is known, old ones forgotten exponentially.</param>
/// <param name="Gains">Sum of winning payoffs, in ATR.</param>
/// <param name="Losses">Sum of losing payoffs, in ATR.</param>
/// <param name="Weight">What its votes weigh on the symbol.</param>
internal sealed record RecordDocument(double Resolved, double Gains, double Losses, double Weight);
