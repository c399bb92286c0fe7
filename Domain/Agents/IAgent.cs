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

    /// <summary>Author, work and year of the rule.</summary>
    public required string Source { get; init; }
}

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
