using System.ComponentModel.DataAnnotations;
using System.Reflection;
using GoldenSignals.Domain.Indicators;

namespace GoldenSignals.Domain.Agents;

/// <summary>One agent of the catalogue: what its attribute, its options record and its <see cref="Column"/> fields say of it.</summary>
/// <param name="OptionsType">The nested <c>Options</c> record, whose defaults and ranges are the agent's.</param>
/// <param name="Inputs">The columns that it reads.</param>
/// <param name="Optional">Those among them that it can do without.</param>
/// <param name="Scales">Whether it may scale the score. Agents of kind <see cref="AgentKind.Regime"/> do nothing else.</param>
public sealed record AgentDescriptor(
    string Id, AgentKind Kind, string Source, Type AgentType, Type OptionsType, IReadOnlyList<Column> Inputs, IReadOnlyList<Column> Optional, bool Scales)
{
    /// <exception cref="ValidationException">Options are out of their ranges; the message names the agent, each option, its range and its value.</exception>
    public IAgent Create(object options) =>
        (IAgent)Activator.CreateInstance(AgentType, OptionRules.Validated(options, $"Agents:{Id}"))!;

    public object DefaultOptions() => Activator.CreateInstance(OptionsType)!;
}

/// <summary>Every agent, found by <see cref="AgentAttribute"/>, in ordinal order of the id: the order in which votes are reduced.</summary>
public static class AgentCatalog
{
    public static IReadOnlyList<AgentDescriptor> All { get; } = Discover();

    public static IReadOnlyList<string> Ids { get; } = [.. All.Select(agent => agent.Id)];

    /// <summary>The kinds that have an agent, in the order of the enum.</summary>
    public static IReadOnlyList<AgentKind> Kinds { get; } = [.. All.Select(agent => agent.Kind).Distinct().Order()];

    private static AgentDescriptor[] Discover()
    {
        var found =
            from type in typeof(AgentCatalog).Assembly.GetTypes()
            let attribute = type.GetCustomAttribute<AgentAttribute>()
            where attribute is not null
            select new AgentDescriptor(attribute.Id, attribute.Kind, attribute.Source, type, OptionsOf(type),
                InputsOf(type, optionalOnly: false), InputsOf(type, optionalOnly: true), attribute.Scales || attribute.Kind == AgentKind.Regime);
        return [.. found.OrderBy(agent => agent.Id, StringComparer.Ordinal)];
    }

    private static Type OptionsOf(Type agent) => agent.GetNestedType("Options")
        ?? throw new InvalidOperationException($"{agent.Name} has no nested record 'Options'");

    private static Column[] InputsOf(Type agent, bool optionalOnly) =>
    [
        .. from field in agent.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
           where field.FieldType == typeof(Column) && (!optionalOnly || field.IsDefined(typeof(MayBeMissingAttribute)))
           select (Column)field.GetValue(null)!,
    ];
}
