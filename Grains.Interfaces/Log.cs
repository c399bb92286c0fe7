using GoldenSignals.Domain.Market;
using Orleans;

namespace GoldenSignals.Grains;

/// <summary>How far the log of the grid goes.</summary>
/// <param name="Identity">Positions in a log of another identity say nothing of this one.</param>
/// <param name="Keeps">Whether it can be read again.</param>
/// <param name="Last">Of each shard, the sequence of its last record.</param>
[GenerateSerializer, Immutable, Alias("gs.LogEnds")]
public sealed record LogEnds([property: Id(0)] uint Identity, [property: Id(1)] bool Keeps, [property: Id(2)] long[] Last);

/// <summary>What a record of the log decided: outcomes, without votes and indicators.</summary>
/// <param name="Bars">The bar of each of the <paramref name="Rows"/>.</param>
[GenerateSerializer, Immutable, Alias("gs.LoggedDecisions")]
public sealed record LoggedDecisions([property: Id(0)] long Sequence, [property: Id(1)] Bar[] Bars, [property: Id(2)] DecisionRow[] Rows);

/// <param name="ReadTo">Every record up to this one is told; the next page goes on behind it.</param>
/// <param name="Whole">False when some of the records asked for are no longer kept.</param>
[GenerateSerializer, Immutable, Alias("gs.LogPage")]
public sealed record LogPage([property: Id(0)] LoggedDecisions[] Records, [property: Id(1)] long ReadTo, [property: Id(2)] bool Whole);
