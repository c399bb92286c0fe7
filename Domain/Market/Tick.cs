using Orleans;

namespace GoldenSignals.Domain.Market;

/// <summary>One trade, or the mid of one quote (<see cref="Quote.ToTick"/>), as a feed reported it.</summary>
/// <param name="Symbol">The instrument, as in <see cref="SymbolName"/>.</param>
/// <param name="TimeUtc">Event time at the source, UTC.</param>
/// <param name="Price">In the quote currency; finite and above zero once <see cref="TickRules"/> let it pass.</param>
/// <param name="Size">Traded quantity in base units; 0 for a quote.</param>
/// <param name="Source">Who reported it; orders and de-duplicates together with <paramref name="Sequence"/>.</param>
/// <param name="Sequence">Counts the ticks per symbol and source, without a break unless the source is one of <see cref="TickGate.Options.SparseSources"/>; 0 means that the source has none: nothing is de-duplicated or missed.</param>
[GenerateSerializer, Immutable, Alias("gs.Tick")]
public readonly record struct Tick(
    [property: Id(0)] string Symbol,
    [property: Id(1)] DateTime TimeUtc,
    [property: Id(2)] double Price,
    [property: Id(3)] double Size,
    [property: Id(4)] string Source = "",
    [property: Id(5)] long Sequence = 0);
