using Orleans;

namespace GoldenSignals.Grains;

/// <summary>What the agents of one shard may know of the market as a whole when they vote on bars of one time.</summary>
/// <param name="Market">The universe's columns for a symbol without figures of its own; empty when the bar time before is not complete.</param>
/// <param name="Symbols">The universe's columns for the shard's symbols that had a bar then.</param>
/// <param name="Switches">Agents that are switched off at that bar time.</param>
[GenerateSerializer, Immutable, Alias("gs.MarketContext")]
public sealed record MarketContext(
    [property: Id(0)] double[] Market,
    [property: Id(1)] Dictionary<string, double[]> Symbols,
    [property: Id(2)] AgentSwitch[] Switches);

/// <summary>An agent that does not vote from a bar time on.</summary>
/// <param name="Reason">Why, in kebab-case: the reason of its abstentions.</param>
[GenerateSerializer, Immutable, Alias("gs.AgentSwitch")]
public sealed record AgentSwitch([property: Id(0)] string Agent, [property: Id(1)] DateTime FromBarUtc, [property: Id(2)] string Reason)
{
    public const string OverBudget = "over-time-budget";
}
