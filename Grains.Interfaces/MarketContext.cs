using Orleans;

namespace GoldenSignals.Grains;

/// <summary>What the agents of one shard may know of the market as a whole when they vote on bars of one time.</summary>
/// <param name="Market">The universe's columns for a symbol without figures of its own; empty when the bar time before is not complete.</param>
/// <param name="Symbols">The universe's columns for the shard's symbols that had a bar then.</param>
/// <param name="Switches">What was changed of agents, as far as it holds at that bar time or later ones that the shard comes to by this.</param>
[GenerateSerializer, Immutable, Alias("gs.MarketContext")]
public sealed record MarketContext(
    [property: Id(0)] double[] Market,
    [property: Id(1)] Dictionary<string, double[]> Symbols,
    [property: Id(2)] AgentSwitch[] Switches);
