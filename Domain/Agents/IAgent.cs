using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents;

/// <summary>A pure function from what is seen of a symbol to a vote. Holds its options and nothing else.</summary>
/// <remarks>Its catalogue entry, options binding, tests of the laws and place in the API follow from <see cref="AgentAttribute"/>.</remarks>
public interface IAgent
{
    /// <summary>Votes on the bar that the view ends with. Allocates nothing, never throws on a valid view.</summary>
    Vote Evaluate(in MarketView view);
}

/// <summary>Puts an agent into the catalogue.</summary>
/// <param name="id">Kebab-case, unique; agents are evaluated and reduced in ordinal order of it.</param>
/// <param name="kind">The grain that runs it.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class AgentAttribute(string id, AgentKind kind) : Attribute
{
    public string Id => id;
    public AgentKind Kind => kind;

    /// <summary>Whether its vote may scale the score instead of taking a side, as those of <see cref="AgentKind.Regime"/> always do.</summary>
    public bool Scales { get; init; }

    /// <summary>Author, work and year of the rule.</summary>
    public required string Source { get; init; }
}

/// <summary>Marks an input (a field of type <see cref="Indicators.Column"/>) that the agent can do without: while it is NaN the agent may still vote.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class MayBeMissingAttribute : Attribute;

/// <summary>The ten kinds; each is one grain. Agents of kind <see cref="Regime"/> are gates: they scale, they never vote.</summary>
public enum AgentKind
{
    Trend,
    Momentum,
    Reversion,
    Volume,
    Pattern,
    Options,
    Sentiment,
    Market,
    Regime,
    Learning,
}
