using GoldenSignals.Tests;

namespace GoldenSignals.Benchmarks.Silos;

/// <summary>What it costs that a shard is on another silo: the same small tick batches from a silo to its own shards and to those of the other.</summary>
internal sealed class RemoteRun(int batches, int runs)
{
    /// <param name="Ticks">In a batch.</param>
    /// <param name="LocalMicroseconds">CPU of both silos' processes for one batch to a shard of the same silo; the report to the universe, on either silo, is in it.</param>
    /// <param name="RemoteMicroseconds">The same to a shard of the other silo.</param>
    /// <param name="AddedMicroseconds">Difference of the two in the same turn.</param>
    /// <param name="LocalPerSecond">Batches, by wall clock; each shard's next when the one before is acknowledged.</param>
    /// <param name="RemotePerSecond">The same to the other silo.</param>
    public sealed record Row(int Ticks, Spread LocalMicroseconds, Spread RemoteMicroseconds, Spread AddedMicroseconds, double LocalPerSecond, double RemotePerSecond)
    {
        /// <summary>Of the median, for one tick.</summary>
        public double AddedMicrosecondsPerTick => AddedMicroseconds.Median / Ticks;
    }

    private long _from;

    public async Task<Row[]> Run(PostgresServer server)
    {
        await using SiloCluster cluster = await SiloCluster.Start(server, 2, ("Ticks:SparseSources", "*"));
        await Send(cluster.Silos[0], [.. Enumerable.Range(0, SiloCluster.Shards)], ticks: 64, count: 1);
        Dictionary<SiloProcess, int[]> where = await cluster.Where();
        return [await Run(cluster, where, 1), await Run(cluster, where, 16), await Run(cluster, where, 64)];
    }

    private async Task<Row> Run(SiloCluster cluster, Dictionary<SiloProcess, int[]> where, int ticks)
    {
        List<double> local = [], remote = [], localRate = [], remoteRate = [];
        for (int run = -1; run < runs; run++)
        {
            (double localCpu, double localSeconds) = await Turn(cluster, silo => where[silo], ticks);
            (double remoteCpu, double remoteSeconds) = await Turn(cluster, silo => where.Single(other => other.Key != silo).Value, ticks);
            if (run < 0)
                continue;                                            // the first turn warms up the compiler
            local.Add(localCpu);
            remote.Add(remoteCpu);
            localRate.Add(1 / localSeconds);
            remoteRate.Add(1 / remoteSeconds);
        }
        await Console.Error.WriteLineAsync($"remote: batches of {ticks}, load {Load.Now}");
        return new(ticks, Spread.Of(local), Spread.Of(remote), Spread.Of(remote.Zip(local, (a, b) => a - b)), Spread.Of(localRate).Median, Spread.Of(remoteRate).Median);
    }

    /// <summary>Each silo in turn feeds some shards.</summary>
    /// <returns>Of one batch.</returns>
    private async Task<(double CpuMicroseconds, double Seconds)> Turn(SiloCluster cluster, Func<SiloProcess, int[]> shards, int ticks)
    {
        double cpu = 0, seconds = 0;
        foreach (SiloProcess silo in cluster.Silos)
        {
            double other = await Other(cluster, silo);
            NodeAnswer answer = await Send(silo, shards(silo), ticks, batches);
            cpu += answer.CpuSeconds + await Other(cluster, silo) - other;
            seconds += answer.Seconds;
        }
        double sent = (double)batches * SiloCluster.Shards;
        return (cpu * 1e6 / sent, seconds / sent);
    }

    private static async Task<double> Other(SiloCluster cluster, SiloProcess silo) =>
        (await cluster.Silos.Single(other => other != silo).Ask("Cpu")).CpuSeconds;

    private async Task<NodeAnswer> Send(SiloProcess silo, int[] shards, int ticks, int count)
    {
        NodeAnswer answer = await silo.Ask(new NodeCommand("Ticks") { Shards = shards, Ticks = ticks, Batches = count, From = _from });
        _from += count;
        return answer;
    }
}
