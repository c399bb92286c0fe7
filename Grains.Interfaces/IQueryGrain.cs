using Orleans;

namespace GoldenSignals.Grains;

/// <summary>The standing queries of all callers, for every API process. Key: 0.</summary>
[Alias("gs.IQueryGrain")]
public interface IQueryGrain : IGrainWithIntegerKey
{
    /// <summary>Takes a query, unless its owner or the grid would have more than may be.</summary>
    /// <returns>Null when it was taken; else what there is too much of.</returns>
    [Alias("Add")]
    Task<string?> Add(StandingQuery query, QueryLimits limits);

    /// <summary>Drops a query.</summary>
    /// <returns>False when the owner has none of that id.</returns>
    [Alias("Remove")]
    Task<bool> Remove(string owner, string id);

    /// <summary>All of them; null when nothing has changed since a version.</summary>
    [Alias("Changes")]
    Task<StandingQueries?> Changes(long since);
}

/// <summary>What a caller wants to be told when symbols come to fit it, and no longer do.</summary>
/// <param name="Where">The condition, see the API's documentation.</param>
/// <param name="Cost">Comparisons in it.</param>
/// <param name="Symbols">The only symbols that the owner may see; null for all.</param>
[GenerateSerializer, Immutable, Alias("gs.StandingQuery")]
public sealed record StandingQuery(
    [property: Id(0)] string Id,
    [property: Id(1)] string Owner,
    [property: Id(2)] string Name,
    [property: Id(3)] string Where,
    [property: Id(4)] int Cost,
    [property: Id(5)] DateTime CreatedUtc,
    [property: Id(6)] string[]? Symbols);

/// <param name="Version">Rises with every change.</param>
[GenerateSerializer, Immutable, Alias("gs.StandingQueries")]
public sealed record StandingQueries([property: Id(0)] long Version, [property: Id(1)] StandingQuery[] Queries);

/// <summary>How much there may be of standing queries.</summary>
/// <param name="OfOwner">Queries of one owner.</param>
/// <param name="CostOfOwner">Their comparisons together.</param>
/// <param name="Cost">The comparisons of all queries.</param>
[GenerateSerializer, Immutable, Alias("gs.QueryLimits")]
public sealed record QueryLimits([property: Id(0)] int OfOwner, [property: Id(1)] int CostOfOwner, [property: Id(2)] int Cost);
