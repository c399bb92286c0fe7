using Orleans;
using Orleans.Placement;
using Orleans.Runtime;

namespace GoldenSignals.Grains;

/// <summary>Shard k goes to the k-th silo, counted around: of N shards and S silos each has N/S. A hash was seen to give one of two silos 20 of 63.</summary>
[GenerateSerializer, Immutable, Alias("gs.ShardPlacement")]
public sealed class ShardPlacement : PlacementStrategy;

[AttributeUsage(AttributeTargets.Class)]
public sealed class ShardPlacementAttribute() : PlacementAttribute(new ShardPlacement());
