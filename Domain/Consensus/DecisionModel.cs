using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Risk;
using GoldenSignals.Domain.Sentiment;

namespace GoldenSignals.Domain.Consensus;

/// <summary>Everything that decides: the agents with their options, the consensus, the risk. Immutable, shared by all symbols.</summary>
public sealed class DecisionModel
{
    /// <summary>Bumped when a rule changes in a way that the options do not show.</summary>
    private const int RulesVersion = 3;

    /// <exception cref="ValidationException">An option is out of its range.</exception>
    public DecisionModel(
        ConsensusOptions? consensus = null, RiskOptions? risk = null, IReadOnlyDictionary<string, object>? agents = null, ToneScorer? tone = null)
        : this(new AgentPanel(agents), consensus, risk, tone)
    {
    }

    private DecisionModel(AgentPanel panel, ConsensusOptions? consensus, RiskOptions? risk, ToneScorer? tone)
    {
        Tone = tone ?? ToneScorer.Default;
        Consensus = OptionRules.Validated(consensus ?? new(), nameof(Consensus));
        Risk = OptionRules.Validated(risk ?? new(), nameof(Risk));
        Panel = panel;
        VoterKinds = new(panel);
        Version = Fingerprint();
    }

    /// <summary>A model whose panel is not the catalogue's.</summary>
    /// <exception cref="ValidationException">An option is out of its range.</exception>
    public static DecisionModel With(AgentPanel panel, ConsensusOptions? consensus = null, RiskOptions? risk = null) => new(panel, consensus, risk, null);

    /// <summary>The same with other options.</summary>
    /// <param name="agents">Other options of some agents, by id.</param>
    /// <exception cref="ValidationException">An option is out of its range, or an entry names no agent of the panel.</exception>
    public DecisionModel Varied(ConsensusOptions consensus, RiskOptions risk, IReadOnlyDictionary<string, object> agents) => new(Panel.With(agents), consensus, risk, Tone);

    public ConsensusOptions Consensus { get; }
    public RiskOptions Risk { get; }
    public AgentPanel Panel { get; }
    public VoterKinds VoterKinds { get; }

    /// <summary>Scores headlines as they come in.</summary>
    public ToneScorer Tone { get; }

    /// <summary>Eight hex digits that name this configuration: part of every decision's id.</summary>
    public string Version { get; }

    /// <summary>Column of the volatility that stops, targets and resolved votes are measured in.</summary>
    public static readonly Column Atr = Column.Named("atr_14");

    private string Fingerprint()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"rules {RulesVersion}\n");
        Describe(text, "consensus", Consensus);
        Describe(text, "risk", Risk);
        Describe(text, "lexicon", Tone.Lexicon.Version);
        for (int i = 0; i < Panel.Count; i++)
            Describe(text, $"{Panel.Descriptors[i].Kind}:{Panel.Descriptors[i].Id}", Panel.OptionsOf(i));
        foreach (Column column in IndicatorCatalog.Columns)
            text.Append(CultureInfo.InvariantCulture, $"{column.Name}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..8];
    }

    /// <summary>One line for each value, however deep it lies, the same on every machine.</summary>
    private static void Describe(StringBuilder text, string name, object? value)
    {
        if (value is null or string or bool or IFormattable)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}={(value is null ? "null" : $"'{Convert.ToString(value, CultureInfo.InvariantCulture)}'")}\n");
        }
        else if (value is IEnumerable list)
        {
            int index = 0;
            foreach (object? item in list)
                Describe(text, $"{name}[{index++}]", item);
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}\n");
            foreach (PropertyInfo property in value.GetType().GetProperties().OrderBy(property => property.Name, StringComparer.Ordinal))
                Describe(text, $"{name}.{property.Name}", property.GetValue(value));
        }
    }
}
