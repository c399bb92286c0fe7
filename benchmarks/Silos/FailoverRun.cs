using System.Diagnostics;
using GoldenSignals.Benchmarks.Faults;
using GoldenSignals.Silo.Storage;
using GoldenSignals.Silo.Storage.Postgres;
using GoldenSignals.Tests;

namespace GoldenSignals.Benchmarks.Silos;

/// <summary>One of two silos dies (SIGKILL) or hangs (SIGSTOP) while a client sends to all shards; the journal is in PostgreSQL.</summary>
internal sealed class FailoverRun(PostgresServer server, int runs)
{
    public static readonly (string Name, string Value)[] Settings =
    [
        ("Journal:Durability", "Durable"), ("Cluster:ProbeTimeout", "00:00:00.5"), ("Cluster:MissedProbes", "2"),
    ];

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <param name="Signal">KILL or STOP.</param>
    /// <param name="LastShardSeconds">From the signal until the last shard has answered a call made after it.</param>
    /// <param name="MedianShardSeconds">The same until the middle one of those shards has that were on the silo.</param>
    /// <param name="OtherShardSeconds">The same until the last one of those has that were not.</param>
    /// <param name="FailedCalls">Calls that failed or were given up and sent again, median of the runs.</param>
    /// <param name="StaleSeconds">After SIGCONT, until the silo that was taken for dead had ended itself; null with SIGKILL.</param>
    /// <param name="Lost">Ticks and decisions that the journal should have and has not, in all runs.</param>
    /// <param name="Doubled">Those that it has twice.</param>
    /// <param name="Different">Symbols whose decisions are not those of a plain loop over the journal's ticks.</param>
    public sealed record Row(
        string Signal, Spread LastShardSeconds, Spread MedianShardSeconds, Spread OtherShardSeconds, double FailedCalls, Spread? StaleSeconds, long Decisions, long Lost, long Doubled, int Different);

    public async Task<Row[]> Run(CancellationToken cancel) => [await Run("KILL", cancel), await Run("STOP", cancel)];

    private async Task<Row> Run(string signal, CancellationToken cancel)
    {
        List<double> last = [], median = [], other = [], failed = [], stale = [];
        var audits = new List<JournalAudit>();
        for (int run = 0; run < runs; run++)
        {
            await using SiloCluster cluster = await SiloCluster.Start(server, 2, Settings);
            var ticks = new SteadyTicks(await cluster.Client(cancel), pause: TimeSpan.FromMilliseconds(100), deadline: TimeSpan.FromSeconds(1));
            ticks.Begin();
            await ticks.AnswersAfter(Stopwatch.GetTimestamp(), s_patience);
            await Task.Delay(TimeSpan.FromSeconds(2), cancel);

            SiloProcess victim = cluster.Silos[1];
            HashSet<int> on = [.. (await cluster.Where())[victim]];
            long moment = Stopwatch.GetTimestamp();
            if (signal == "KILL")
                victim.Kill();
            else
                await victim.Signal(signal);
            double[] seconds = await ticks.AnswersAfter(moment, s_patience);
            await Task.Delay(TimeSpan.FromSeconds(1), cancel);
            if (signal == "STOP")
                stale.Add(await EndsItself(victim));
            await ticks.End();

            last.Add(seconds.Max());
            median.Add(Spread.Of(seconds.Where((_, shard) => on.Contains(shard))).Median);
            other.Add(seconds.Where((_, shard) => !on.Contains(shard)).Max());
            failed.Add(ticks.Calls.Count(call => call.Error is not null));
            audits.Add(await Audit(cluster, ticks, cancel));
            await Console.Error.WriteLineAsync($"{signal} {run + 1} of {runs}: last shard after {last[^1]:F1} s, {audits[^1]}, load {Load.Now}");
        }
        return new(signal, Spread.Of(last), Spread.Of(median), Spread.Of(other), Spread.Of(failed).Median, stale.Count > 0 ? Spread.Of(stale) : null,
            audits.Sum(audit => audit.Decisions), audits.Sum(audit => audit.Lost), audits.Sum(audit => audit.Doubled), audits.Sum(audit => audit.Different));
    }

    /// <summary>A silo that comes back to find itself given up must not go on.</summary>
    /// <returns>Seconds until it had ended.</returns>
    private static async Task<double> EndsItself(SiloProcess silo)
    {
        long moment = Stopwatch.GetTimestamp();
        await silo.Signal("CONT");
        if (!await silo.Gone(s_patience))
            throw new InvalidDataException($"the silo that was taken for dead is still there {s_patience.TotalSeconds:F0} s after SIGCONT");
        return Stopwatch.GetElapsedTime(moment).TotalSeconds;
    }

    /// <summary>The journal in the database held against what was acknowledged and against a plain loop.</summary>
    public static async Task<JournalAudit> Audit(SiloCluster cluster, SteadyTicks ticks, CancellationToken cancel)
    {
        await using PostgresDatabase database = await PostgresDatabase.OpenToRead(new() { ConnectionString = cluster.Database }, TimeProvider.System, cancel);
        await using var store = new PostgresJournalStore(database);
        return await JournalAudit.Of(new StoredJournal(store), SiloCluster.Shards, ticks.Acknowledged);
    }
}
