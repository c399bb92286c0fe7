using Orleans;

namespace GoldenSignals.Domain.Market;

/// <summary>Open, high, low, close and volume over the half-open interval that starts at <paramref name="OpenTimeUtc"/>.</summary>
/// <param name="OpenTimeUtc">Start of the interval, UTC. On daily bars the session date as a label.</param>
/// <param name="Volume">Base units; 0 where the venue reports none.</param>
[GenerateSerializer, Immutable, Alias("gs.Bar")]
public readonly record struct Bar(
    [property: Id(0)] DateTime OpenTimeUtc,
    [property: Id(1)] double Open,
    [property: Id(2)] double High,
    [property: Id(3)] double Low,
    [property: Id(4)] double Close,
    [property: Id(5)] double Volume)
{
    /// <summary>(H + L + C) / 3.</summary>
    public double TypicalPrice => (High + Low + Close) / 3;
}

/// <summary>A closed bar of one symbol, as a bar feed delivers it.</summary>
/// <param name="Interval">Length of the bar.</param>
[GenerateSerializer, Immutable, Alias("gs.SymbolBar")]
public readonly record struct SymbolBar(
    [property: Id(0)] string Symbol,
    [property: Id(1)] TimeSpan Interval,
    [property: Id(2)] Bar Bar);
