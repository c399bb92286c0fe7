using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Market;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.Silo.Scoring;

/// <summary>All closed bars of files, in the order in which they closed.</summary>
public sealed class BarReading
{
    private static readonly TimeSpan s_ofTicks = TimeSpan.FromMinutes(1);

    private readonly TimeSpan? _interval;
    private readonly Dictionary<string, BarBuilder> _builders = [];

    private BarReading(TimeSpan? interval) => _interval = interval;

    /// <summary>By time of the close, then by symbol.</summary>
    public List<SymbolBar> Bars { get; } = [];

    /// <summary>Chains, news, earnings, in the order of time.</summary>
    public List<SymbolInput> Inputs { get; } = [];

    /// <summary>What the files held that could not be, by reason.</summary>
    public SortedDictionary<string, long> Quarantined { get; } = new(StringComparer.Ordinal);

    /// <exception cref="FeedException">A file cannot be read as market data.</exception>
    /// <exception cref="ValidationException">The bars are not all of one length: horizons, being counted in bars, would mean different things.</exception>
    public static async Task<BarReading> Of(CsvReplay feed, TimeSpan? interval, CancellationToken cancel)
    {
        var reading = new BarReading(interval);
        await foreach (FeedBatch batch in feed.Read(cancel))
            reading.Take(batch);
        reading.Bars.Sort((a, b) => (a.Bar.OpenTimeUtc + a.Interval).CompareTo(b.Bar.OpenTimeUtc + b.Interval) is var byTime and not 0 ? byTime : string.CompareOrdinal(a.Symbol, b.Symbol));

        SymbolBar[] ofEachLength = [.. reading.Bars.DistinctBy(bar => bar.Interval)];
        if (ofEachLength.Length > 1)
            throw new ValidationException(
                $"{ofEachLength[0].Symbol} has bars of {BarInterval.Format(ofEachLength[0].Interval)}, {ofEachLength[1].Symbol} of {BarInterval.Format(ofEachLength[1].Interval)}: "
                + "horizons are counted in bars, so score them apart, or give --interval");
        return reading;
    }

    private void Take(FeedBatch batch)
    {
        foreach ((string reason, long count) in batch.Quarantined)
            Quarantined[reason] = Quarantined.GetValueOrDefault(reason) + count;
        foreach (SymbolInput input in batch.Inputs.Span)
            Inputs.Add(input);
        foreach (ref readonly Tick tick in batch.Ticks.Span)
        {
            BarBuilder builder = BuilderOf(tick.Symbol);
            if (builder.Add(tick, out Bar closed))
                Bars.Add(new(tick.Symbol, builder.Interval, closed));
        }
        foreach (ref readonly SymbolBar bar in batch.Bars.Span)
        {
            if (_interval is not { } wanted || bar.Interval == wanted)
            {
                Bars.Add(bar);
                continue;
            }
            BarBuilder builder = BuilderOf(bar.Symbol);
            if (builder.Add(bar.Bar, bar.Interval, out Bar closed))
                Bars.Add(new(bar.Symbol, wanted, closed));
            if (builder.CloseUpTo(bar.Bar.OpenTimeUtc + bar.Interval, out closed))       // the last finer bar completes the coarser one
                Bars.Add(new(bar.Symbol, wanted, closed));
        }
    }

    private BarBuilder BuilderOf(string symbol)
    {
        if (!_builders.TryGetValue(symbol, out BarBuilder? builder))
            _builders.Add(symbol, builder = new(_interval ?? s_ofTicks));
        return builder;
    }
}
