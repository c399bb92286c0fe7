using System.Diagnostics;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using Orleans;

namespace GoldenSignals.Benchmarks.Silos;

/// <summary>A client of a cluster that sends a small batch to every shard again and again, and each until it is acknowledged.</summary>
/// <param name="pause">Between an answer and the next batch of the same shard.</param>
/// <param name="deadline">After which a call is given up and its batch sent again.</param>
internal sealed class SteadyTicks(IGrainFactory client, TimeSpan pause, TimeSpan deadline)
{
    private const int SymbolsOfShard = 2;
    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(100);
    private static readonly DateTime s_start = DateTime.UtcNow.Date.AddDays(-60);      // of the past, and not past what the history keeps

    private readonly string[][] _symbols = ShardSymbols.Of(SiloCluster.Shards, SymbolsOfShard);
    private readonly Dictionary<string, IReadOnlyList<Tick>> _acknowledged = [];
    private readonly List<Call> _calls = [];
    private volatile bool _ended;
    private Task _sending = Task.CompletedTask;

    /// <param name="Sent">By <see cref="Stopwatch.GetTimestamp"/>.</param>
    /// <param name="Error">Of a call that failed or was given up.</param>
    public sealed record Call(int Shard, long Sent, long Answered, string? Error)
    {
        public double Milliseconds => Stopwatch.GetElapsedTime(Sent, Answered).TotalMilliseconds;
    }

    /// <summary>Every tick that was acknowledged, by symbol.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Tick>> Acknowledged => _acknowledged;

    /// <summary>All calls that were answered or given up so far.</summary>
    public Call[] Calls
    {
        get
        {
            lock (_calls)
                return [.. _calls];
        }
    }

    public void Begin()
    {
        foreach (string symbol in _symbols.SelectMany(its => its))
            _acknowledged.Add(symbol, new List<Tick>());
        _sending = Task.WhenAll(Enumerable.Range(0, SiloCluster.Shards).Select(Send));
    }

    /// <summary>Sends no new batch, and waits until those on the way are acknowledged.</summary>
    public Task End()
    {
        _ended = true;
        return _sending.WaitAsync(TimeSpan.FromMinutes(2));
    }

    /// <summary>For each shard the time from a moment until a call was answered that was made after it.</summary>
    /// <returns>Seconds, by shard.</returns>
    public async Task<double[]> AnswersAfter(long moment, TimeSpan within)
    {
        while (true)
        {
            await Task.Delay(20);
            var first = new long[SiloCluster.Shards];
            foreach (Call call in Calls.Where(call => call.Error is null && call.Sent >= moment))
                first[call.Shard] = first[call.Shard] == 0 ? call.Answered : Math.Min(first[call.Shard], call.Answered);
            if (first.All(answered => answered > 0))
                return [.. first.Select(answered => Stopwatch.GetElapsedTime(moment, answered).TotalSeconds)];
            if (Stopwatch.GetElapsedTime(moment) > within)
                throw new InvalidDataException($"{first.Count(answered => answered == 0)} shards do not answer, {within.TotalSeconds:F0} s after: {Calls.LastOrDefault(call => call.Error is not null)?.Error}");
        }
    }

    private async Task Send(int shard)
    {
        await Task.Yield();
        IShardGrain grain = client.GetGrain<IShardGrain>(shard);
        var random = new Random(shard);
        double[] prices = [.. _symbols[shard].Select(_ => 20 + 200 * random.NextDouble())];
        for (long number = 0; !_ended; number++)
        {
            TickBatch batch = Next(_symbols[shard], prices, number, random);
            while (!await Took(shard, grain, batch))
                await Task.Delay(s_retry);
            foreach (Tick tick in batch.Ticks)
                ((List<Tick>)_acknowledged[tick.Symbol]).Add(tick);
            await Task.Delay(pause);
        }
    }

    private async Task<bool> Took(int shard, IShardGrain grain, TickBatch batch)
    {
        long sent = Stopwatch.GetTimestamp();
        string? error = null;
        try
        {
            IngestReceipt receipt = await grain.Ingest(batch).WaitAsync(deadline);
            if (receipt.Accepted + receipt.Duplicates != batch.Ticks.Length || receipt.Durability != "durable")
                throw new InvalidDataException($"{batch.Ticks.Length} ticks were answered with {receipt} {string.Join(", ", receipt.Rejected.Select(refused => refused.Code))}");
        }
#pragma warning disable CA1031                                        // it is counted, and the batch is sent again
        catch (Exception failed)
#pragma warning restore CA1031
        {
            error = $"{failed.GetType().Name}: {failed.Message}";
        }
        lock (_calls)
            _calls.Add(new(shard, sent, Stopwatch.GetTimestamp(), error));
        return error is null;
    }

    /// <summary>A tick of each symbol, three a minute: every third batch closes a bar.</summary>
    private static TickBatch Next(string[] symbols, double[] prices, long number, Random random)
    {
        var ticks = new Tick[symbols.Length];
        for (int i = 0; i < ticks.Length; i++)
        {
            prices[i] = Math.Clamp(prices[i] * (1 + 0.006 * (random.NextDouble() - 0.5)), 10, 1_000);
            ticks[i] = new(symbols[i], s_start.AddSeconds(20 * number), prices[i], 1 + random.Next(100), "load", number + 1);
        }
        return new(ticks, [], DateTime.MinValue);
    }
}
