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
}

/// <summary>Bars of one symbol, oldest first.</summary>
[GenerateSerializer, Immutable, Alias("gs.BarSeries")]
public sealed record BarSeries([property: Id(0)] string Symbol, [property: Id(1)] TimeSpan Interval, [property: Id(2)] Bar[] Bars);
