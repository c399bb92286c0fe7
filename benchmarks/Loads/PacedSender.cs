using System.Diagnostics;
using GoldenSignals.Grains;

namespace GoldenSignals.Benchmarks.Loads;

/// <summary>Brings a load to the grid in small batches, each shard's one after the other: on a schedule whatever the grid does, or as fast as it acknowledges them.</summary>
/// <param name="period">Milliseconds from one batch of a shard to its next. Shards take turns, a part of them in each millisecond.</param>
public sealed class PacedSender(BenchmarkGrid grid, PacedLoad load, DecisionStream decisions, int period)
{
    private static readonly long s_millisecond = Stopwatch.Frequency / 1_000;

    private readonly int _shards = grid.Shards.Length;
    private readonly long _before = decisions.Came;
    private long _accepted, _duplicates, _refused, _making;

    /// <param name="Late">How long after its time a batch was sent: the sender's own part, and the machine's.</param>
    /// <param name="Acknowledged">From the time a batch was to be sent to its receipt.</param>
    public sealed record Probe(Samples Late, Samples Acknowledged, Arrivals Decided);

    /// <summary>Of ticks, by the receipts.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <inheritdoc cref="Accepted"/>
    public long Duplicates => Interlocked.Read(ref _duplicates);

    /// <inheritdoc cref="Accepted"/>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Seconds that the scheduled sender took to make ticks.</summary>
    public double MakingSeconds => (double)Interlocked.Read(ref _making) / Stopwatch.Frequency;

    /// <summary>Room for what is measured in a time.</summary>
    public Probe Watch(double rate, double seconds)
    {
        long batches = (long)(seconds * 1_000 / period + 1) * _shards;
        var probe = new Probe(new(batches), new(batches), new(load, (int)(rate * seconds / PacedLoad.TradesPerBar / load.Symbols) + 3));
        decisions.Arrivals = probe.Decided;
        return probe;
    }

    /// <summary>Ticks a second that the grid takes to decisions at a subscriber when every shard gets its next batch as soon as it has acknowledged the one before. Batches are as large as on a schedule at that rate.</summary>
    /// <param name="rate">A guess.</param>
    public async Task<double> Capacity(double rate, CancellationToken cancel)
    {
        foreach (double seconds in new[] { 0.5, 1, 2 })
            rate = await Through(rate, seconds, cancel);
        return rate;
    }

    /// <param name="rate">Batches are as large as at this rate.</param>
    /// <param name="seconds">The work is what comes in this time at that rate; it is made before.</param>
    private async Task<double> Through(double rate, double seconds, CancellationToken cancel)
    {
        decisions.Arrivals = null;
        int rounds = Math.Max(1, (int)(seconds * 1_000 / period));
        var owed = new double[_shards];
        TickBatch?[][] work = [.. Enumerable.Range(0, _shards).Select(shard => Enumerable.Range(0, rounds).Select(_ => Next(shard, rate, owed, null)).ToArray())];
        long ticks = work.Sum(shard => shard.Sum(batch => batch?.Ticks.LongLength ?? 0));
        GC.Collect();
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(work.Select(async (batches, shard) =>
        {
            foreach (TickBatch? batch in batches)
                if (batch is not null)
                    await Deliver(Task.CompletedTask, shard, batch, due: 0, null);
        }));
        await decisions.Until(_before + load.Closed, cancel);
        return ticks / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Sends on the schedule, and waits for all receipts and decisions.</summary>
    public async Task Send(double rate, double seconds, Probe? probe, CancellationToken cancel)
    {
        Task[] last = [.. Enumerable.Repeat(Task.CompletedTask, _shards)];
        await Task.Factory.StartNew(() => Pace(rate, (long)(seconds * 1_000), probe, last, cancel), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.WhenAll(last);
        await decisions.Until(_before + load.Closed, cancel);
    }

    /// <summary>On a thread of its own. The batches of a millisecond are made while it waits for it.</summary>
    private void Pace(double rate, long steps, Probe? probe, Task[] last, CancellationToken cancel)
    {
        var owed = new double[_shards];
        var made = new List<(int Shard, TickBatch Batch)>();
        long start = Stopwatch.GetTimestamp() + 20 * s_millisecond;
        for (long step = 0; step < steps && !cancel.IsCancellationRequested && !Array.Exists(last, task => task.IsFaulted); step++)
        {
            long due = start + step * s_millisecond, before = Stopwatch.GetTimestamp();
            made.Clear();
            for (int shard = (int)(step % period); shard < _shards; shard += period)
                if (Next(shard, rate, owed, probe is null ? null : (symbol, bar) => probe.Decided.Due(symbol, bar, due)) is { } batch)
                    made.Add((shard, batch));
            Interlocked.Add(ref _making, Stopwatch.GetTimestamp() - before);
            while (Stopwatch.GetTimestamp() < due)
                Thread.Sleep(1);
            foreach ((int shard, TickBatch batch) in made)
            {
                probe?.Late.Add(Stopwatch.GetTimestamp() - due);
                last[shard] = Deliver(last[shard], shard, batch, due, probe);
            }
        }
    }

    /// <summary>What of a rate falls to a shard in a period; null while that is less than a tick.</summary>
    private TickBatch? Next(int shard, double rate, double[] owed, Action<int, int>? closes)
    {
        owed[shard] += rate * period / 1_000 * load.SymbolsOf(shard) / load.Symbols;
        int count = (int)owed[shard];
        owed[shard] -= count;
        return count == 0 ? null : load.Next(shard, count, closes);
    }

    private async Task Deliver(Task before, int shard, TickBatch batch, long due, Probe? probe)
    {
        await before;
        IngestReceipt receipt = await grid.Shards[shard].Ingest(batch);
        probe?.Acknowledged.Add(Stopwatch.GetTimestamp() - due);
        Interlocked.Add(ref _accepted, receipt.Accepted);
        Interlocked.Add(ref _duplicates, receipt.Duplicates);
        Interlocked.Add(ref _refused, receipt.Rejected.Length);
    }
}
