using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>Who votes.</summary>
internal static class AgentEndpoints
{
    public static void MapAgents(this IEndpointRouteBuilder app) =>
        app.MapGet("/v1/agents", List).WithTags("Agents").WithName("ListAgents").ProducesProblem(404).ProducesProblem(422);

    /// <summary>Every agent: what it reads, where its rule comes from, its options with their values, defaults and ranges.</summary>
    /// <param name="symbol">With each agent's track record on this symbol.</param>
    internal static async Task<Ok<AgentPage>> List(Grid grid, DecisionModel model, string? symbol = null)
    {
        AgentRecord[]? records = symbol is null ? null : await Records(grid, SymbolRoute.Checked(symbol));
        return TypedResults.Ok(new AgentPage(
            [.. model.Panel.Descriptors.Select((agent, i) => AgentDocument.From(agent, model.Panel.OptionsOf(i), records?.ElementAtOrDefault(i)))], model.Version));
    }

    private static async Task<AgentRecord[]?> Records(Grid grid, string symbol)
    {
        await grid.Find(symbol);
        return (await grid.ConsensusOf(symbol).Records(symbol))?.Agents;
    }
}

/// <param name="Agents">In the order in which their votes are added up.</param>
/// <param name="Configuration">Version of the agents, options and rules.</param>
internal sealed record AgentPage(AgentDocument[] Agents, string Configuration);

/// <param name="Source">Author, work and year of the rule.</param>
/// <param name="Inputs">The indicators that it reads.</param>
/// <param name="Record">How its votes on the symbol turned out; null when no symbol was asked for.</param>
internal sealed record AgentDocument(
    string Id,
    [property: JsonConverter(typeof(CamelCaseEnum<AgentKind>))] AgentKind Kind,
    string Source,
    string[] Inputs,
    AgentOption[] Options,
    RecordDocument? Record)
{
    public static AgentDocument From(AgentDescriptor agent, object options, AgentRecord? record) => new(
        agent.Id, agent.Kind, agent.Source, [.. agent.Inputs.Select(input => input.Name)], AgentOption.Of(agent, options),
        record is { } known ? new(known.Resolved, known.Gains, known.Losses, known.Weight) : null);
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
