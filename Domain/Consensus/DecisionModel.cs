using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Risk;

namespace GoldenSignals.Domain.Consensus;

/// <summary>Everything that decides: the agents with their options, the consensus, the risk. Immutable, shared by all symbols.</summary>
public sealed class DecisionModel
{
    /// <summary>Bumped when a rule changes in a way that the options do not show.</summary>
    private const int RulesVersion = 1;

    /// <exception cref="ValidationException">An option is out of its range.</exception>
    public DecisionModel(ConsensusOptions? consensus = null, RiskOptions? risk = null, IReadOnlyDictionary<string, object>? agents = null)
    {
        Consensus = OptionRules.Validated(consensus ?? new(), nameof(Consensus));
        Risk = OptionRules.Validated(risk ?? new(), nameof(Risk));
        if (Consensus.LeaveScore >= Consensus.EnterScore)
            throw new ValidationException($"Consensus:LeaveScore must be below Consensus:EnterScore ({Consensus.EnterScore}), but is {Consensus.LeaveScore}");
        Panel = new(agents);
        Version = Fingerprint(agents);
    }

    public ConsensusOptions Consensus { get; }
    public RiskOptions Risk { get; }
    public AgentPanel Panel { get; }

    /// <summary>Eight hex digits that name this configuration: part of every decision's id.</summary>
    public string Version { get; }

    /// <summary>Column of the volatility that stops, targets and resolved votes are measured in.</summary>
    public static readonly Column Atr = Column.Named("atr_14");

    private string Fingerprint(IReadOnlyDictionary<string, object>? agents)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"rules {RulesVersion}\n");
        Describe(text, "consensus", Consensus);
        Describe(text, "risk", Risk);
        foreach (AgentDescriptor agent in Panel.Descriptors)
            Describe(text, agent.Id, agents?.GetValueOrDefault(agent.Id) ?? agent.DefaultOptions());
        foreach (Column column in IndicatorCatalog.Columns)
            text.Append(CultureInfo.InvariantCulture, $"{column.Name}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..8];
    }

    private static void Describe(StringBuilder text, string name, object options)
    {
        foreach (PropertyInfo property in options.GetType().GetProperties().OrderBy(property => property.Name, StringComparer.Ordinal))
        {
            object? value = property.GetValue(options);
            string shown = value is IEnumerable list and not string
                ? string.Join(';', list.Cast<object>().Select(item => Convert.ToString(item, CultureInfo.InvariantCulture)))
                : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            text.Append(CultureInfo.InvariantCulture, $"{name}.{property.Name}={shown}\n");
        }
    }
}
