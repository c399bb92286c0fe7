using GoldenSignals.Benchmarks.Loads;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage;
using GoldenSignals.Silo.Storage.Postgres;
using GoldenSignals.Tests;
using Orleans;

namespace GoldenSignals.Benchmarks.Silos;

/// <summary>Silos join and leave while closed bars flow into the grid; what its journal then holds is held against one silo's on the same bars.</summary>
internal sealed class JoinRun(PostgresServer server, int symbols)
{
    private static readonly TimeSpan s_pace = TimeSpan.FromMilliseconds(50);

    /// <param name="Bars">Of each symbol.</param>
    /// <param name="Failed">Calls that failed and were made again.</param>
    /// <param name="Missing">Bars that were acknowledged and not decided.</param>
    /// <param name="Doubled">Decisions that are in the journal more than once.</param>
    /// <param name="SameDecisions">Whether the digest is that of one silo.</param>
    /// <param name="Moved">Shards on the silo that joined first, once the one that was there before had left.</param>
    public sealed record Row(int Symbols, int Bars, int Joined, int Left, int Failed, IReadOnlyDictionary<string, int> Reasons, long Decisions, long Missing, long Doubled, bool SameDecisions, int Moved);

    private readonly List<string> _errors = [];

    public async Task<Row> Run(CancellationToken cancel)
    {
        int moved = 0;
        (int bars, long decisions, long doubled, string digest) = await Flow(async cluster =>
        {
            SiloProcess first = cluster.Silos[0];
            await Task.Delay(TimeSpan.FromSeconds(2), cancel);
            SiloProcess second = await cluster.Add(core: null);
            await Task.Delay(TimeSpan.FromSeconds(2), cancel);
            await first.Leave();
            await cluster.Remove(first);
            await Task.Delay(TimeSpan.FromSeconds(2), cancel);
            moved = (await cluster.Where())[second].Length;
            await cluster.Add(core: null);
            await Task.Delay(TimeSpan.FromSeconds(2), cancel);
            await second.Leave();
            await cluster.Remove(second);
            await Task.Delay(TimeSpan.FromSeconds(2), cancel);
        }, atMost: int.MaxValue, cancel);
        int failed = _errors.Count;
        (_, _, _, string one) = await Flow(_ => Task.Delay(Timeout.Infinite, cancel), atMost: bars, cancel);
        return new(symbols, bars, 2, 2, failed, _errors.Take(failed).GroupBy(RollingRun.Kind).ToDictionary(kind => kind.Key, kind => kind.Count()),
            decisions, (long)symbols * bars - (decisions - doubled), doubled, digest == one, moved);
    }

    /// <summary>Sends bars to a new grid for as long as something happens to it.</summary>
    private async Task<(int Bars, long Decisions, long Doubled, string Digest)> Flow(Func<SiloCluster, Task> happens, int atMost, CancellationToken cancel)
    {
        await using SiloCluster cluster = await SiloCluster.Start(server, 1, [.. FailoverRun.Settings, ("Snapshots:Interval", "00:00:05")]);
        IGrainFactory client = await cluster.Client(cancel);
        var load = new BarLoad(symbols, seed: 11);
        int bars = 0;
        Task? happening = null;
        while (bars < atMost && happening is not { IsCompleted: true })
        {
            TickBatch?[] parts = BarLoad.Split(load.Next(1), SiloCluster.Shards);
            await Task.WhenAll(parts.Select((batch, shard) => batch is null ? Task.CompletedTask : Send(client.GetGrain<IShardGrain>(shard), batch)));
            bars++;
            happening ??= happens(cluster);
            await Task.Delay(atMost == int.MaxValue ? s_pace : TimeSpan.Zero, cancel);
        }
        if (atMost == int.MaxValue)
            await happening!;
        await Console.Error.WriteLineAsync($"join and leave: {bars} bars of each symbol, load {Load.Now}");
        (long decisions, long doubled, string digest) = await Read(cluster, cancel);
        return (bars, decisions, doubled, digest);
    }

    private async Task Send(IShardGrain shard, TickBatch batch)
    {
        while (true)
            try
            {
                await shard.Ingest(batch);
                return;
            }
#pragma warning disable CA1031                                        // it is counted, and the batch is sent again
            catch (Exception failed)
#pragma warning restore CA1031
            {
                lock (_errors)
                    _errors.Add($"{failed.GetType().Name}: {failed.Message}");
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
    }

    private static async Task<(long Decisions, long Doubled, string Digest)> Read(SiloCluster cluster, CancellationToken cancel)
    {
        await using PostgresDatabase database = await PostgresDatabase.OpenToRead(new() { ConnectionString = cluster.Database }, TimeProvider.System, cancel);
        await using var store = new PostgresJournalStore(database);
        using var digest = new DecisionDigest();
        var ids = new HashSet<string>();
        long decisions = 0;
        for (int shard = 0; shard < SiloCluster.Shards; shard++)
            await foreach (JournalRecord record in new StoredJournal(store).Read(shard, 0, cancel))
                foreach (Decision decision in record is DecidedBars decided ? decided.Decisions : [])
                {
                    decisions++;
                    ids.Add(decision.Id);
                    digest.Add(decision);
                }
        return (decisions, decisions - ids.Count, DecisionDigest.Total(digest.Symbols()));
    }
}
