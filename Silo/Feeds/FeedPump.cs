using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Universe;
using GoldenSignals.Grains;
using Orleans;

namespace GoldenSignals.Silo.Feeds;

/// <summary>
/// Carries a feed's batches to the shards of their symbols and awaits them: the grid sets the pace. While the shards work on
/// one batch, the feed prepares the next.
/// </summary>
public sealed class FeedPump(IGrainFactory grains, GridOptions options)
{
    private readonly IShardGrain[] _shards = [.. Enumerable.Range(0, options.Shards).Select(shard => grains.GetGrain<IShardGrain>(shard))];
    private readonly List<Tick>[] _ticks = Lists<Tick>(options.Shards);
    private readonly List<SymbolBar>[] _bars = Lists<SymbolBar>(options.Shards);
    private readonly List<SymbolInput>[] _inputs = Lists<SymbolInput>(options.Shards);
    private readonly Dictionary<string, int> _shardOf = [];
    private readonly MarketSteps _steps = new(options.Interval);
    private bool _inStep = options.Live;
    private DateTime _announcedUtc;

    /// <summary>Awaited after each batch, when all shards are done with it.</summary>
    public Func<Task>? BatchDone { get; init; }

    /// <summary>What the feed itself held back, by reason.</summary>
    public SortedDictionary<string, long> Quarantined { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs the feed to its end. An error of the feed or of a shard ends it.</summary>
    public async Task Run(IFeed feed, CancellationToken cancel)
    {
        Task working = Task.CompletedTask;
        try
        {
            await foreach (FeedBatch batch in feed.Read(cancel))
            {
                foreach ((string reason, long count) in batch.Quarantined)
                    Quarantined[reason] = Quarantined.GetValueOrDefault(reason) + count;
                await Take(InStep(batch) ? _steps.Of(batch, hold: !options.Live) : [batch]);
            }
            await Take(_steps.Rest());
        }
        catch
        {
            await Task.WhenAny(working);                             // the first error is what is told
            throw;
        }
        await working;

        async Task Take(IEnumerable<FeedBatch> batches)
        {
            foreach (FeedBatch batch in batches)
            {
                List<(int Shard, TickBatch Batch)> parts = Split(batch);
                await working;
                working = Send(parts);
            }
        }
    }

    /// <summary>Whether agents may look at the market as a whole: below <see cref="UniverseState.MinSymbols"/> there is none, and batches go as they come.</summary>
    private bool InStep(FeedBatch batch)
    {
        if (_inStep)
            return true;
        foreach (ref readonly Tick tick in batch.Ticks.Span)
            ShardOf(tick.Symbol);
        foreach (ref readonly SymbolBar bar in batch.Bars.Span)
            ShardOf(bar.Symbol);
        return _inStep = _shardOf.Count >= UniverseState.MinSymbols;
    }

    private async Task Send(List<(int Shard, TickBatch Batch)> parts)
    {
        await Task.WhenAll(parts.Select(part => _shards[part.Shard].Ingest(part.Batch)));
        if (BatchDone is not null)
            await BatchDone();
    }

    private List<(int, TickBatch)> Split(FeedBatch batch)
    {
        foreach (ref readonly Tick tick in batch.Ticks.Span)
            _ticks[ShardOf(tick.Symbol)].Add(tick);
        foreach (ref readonly SymbolBar bar in batch.Bars.Span)
            _bars[ShardOf(bar.Symbol)].Add(bar);
        foreach (SymbolInput input in batch.Inputs.Span)
            _inputs[ShardOf(input.Symbol)].Add(input);

        // A watermark closes bars and completes bar times only where it passes an interval's end: shards without input hear of those alone.
        bool boundary = _inStep && (!options.Live || batch.WatermarkUtc.Ticks / options.Interval.Ticks != _announcedUtc.Ticks / options.Interval.Ticks);
        _announcedUtc = batch.WatermarkUtc;
        var parts = new List<(int, TickBatch)>();
        for (int shard = 0; shard < _shards.Length; shard++)
        {
            if (!boundary && _ticks[shard].Count + _bars[shard].Count + _inputs[shard].Count == 0)
                continue;
            parts.Add((shard, new([.. _ticks[shard]], [.. _bars[shard]], batch.WatermarkUtc) { Inputs = [.. _inputs[shard]], InStep = _inStep && !options.Live }));
            _ticks[shard].Clear();
            _bars[shard].Clear();
            _inputs[shard].Clear();
        }
        return parts;
    }

    private int ShardOf(string symbol)
    {
        if (!_shardOf.TryGetValue(symbol, out int shard))
            _shardOf.Add(symbol, shard = Shards.Of(symbol, _shards.Length));
        return shard;
    }

    private static List<T>[] Lists<T>(int count) => [.. Enumerable.Range(0, count).Select(_ => new List<T>())];
}
