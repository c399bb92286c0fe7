using GoldenSignals.Domain.Market;
using Orleans;

namespace GoldenSignals.Grains;

/// <summary>One symbol: its window of bars and its indicators. Key: the symbol.</summary>
[Alias("gs.ISymbolGrain")]
public interface ISymbolGrain : IGrainWithStringKey
{
    /// <summary>Takes closed bars, oldest first, and answers with a view for each that it had not taken before.</summary>
    [Alias("OnBars")]
    Task<ViewBatch> OnBars(ClosedBars bars);

    /// <summary>Bars of the window from <paramref name="fromUtc"/> up to but without <paramref name="toUtc"/>, oldest first; the newest <paramref name="limit"/> of them.</summary>
    [Alias("Bars")]
    Task<BarSeries> Bars(DateTime fromUtc, DateTime toUtc, int limit);

    /// <summary>The view at the last closed bar; null before the first.</summary>
    [Alias("Latest")]
    Task<MarketView?> Latest();

    /// <summary>All that it remembers, for a snapshot.</summary>
    [Alias("Save")]
    Task<SavedState> Save();

    /// <summary>Goes on from a snapshot, whatever it knew before; from nothing when that is empty.</summary>
    [Alias("Restore")]
    Task Restore(TimeSpan interval, SavedState saved);
}

/// <summary>Bars of one symbol, oldest first.</summary>
[GenerateSerializer, Immutable, Alias("gs.BarSeries")]
public sealed record BarSeries([property: Id(0)] string Symbol, [property: Id(1)] TimeSpan Interval, [property: Id(2)] Bar[] Bars);

/// <summary>State at rest; empty when there is none.</summary>
[GenerateSerializer, Immutable, Alias("gs.SavedState")]
public readonly record struct SavedState([property: Id(0)] byte[] Bytes);
