using System.Diagnostics;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Tests;

namespace GoldenSignals.Benchmarks.Silos;

/// <summary>Closed bars to decisions on clusters of one, two and more silos, which take turns.</summary>
internal sealed class ScaleRun(int symbols, int bars, int runs)
{
    /// <param name="Silos">Processes, each with a core of its own where <paramref name="Pinned"/>.</param>
    /// <param name="BarsPerSecond">Bars decided, by wall clock, from the first call to the last answer of all silos.</param>
    /// <param name="CpuMicrosecondsPerBar">CPU of all silos' processes, load generator included; median.</param>
    /// <param name="CoresBusy">CPU seconds of all silos over wall time, median: less than there are silos when they wait for each other, or for others on the machine.</param>
    /// <param name="Speedup">Bars a second over those of one silo in the same turn.</param>
    /// <param name="CpuSpeedup">What it would be if every silo had its core to itself and none waited: silos times CPU for a bar of one silo over that of these, medians.</param>
    /// <param name="LoopSpeedup">The same of plain loops over the same Domain work, as many processes: what the machine gives.</param>
    /// <param name="LoopBarsPerSecond">Of these loops.</param>
    /// <param name="Imbalance">Shards of the silo with the most over the mean.</param>
    /// <param name="SameDecisions">Whether every symbol's decisions are those of one silo, by digest, in the first bars and in the last.</param>
    public sealed record Row(
        int Silos, bool Pinned, Spread BarsPerSecond, double CpuMicrosecondsPerBar, double CoresBusy, Spread Speedup, double CpuSpeedup, Spread LoopSpeedup, Spread LoopBarsPerSecond, double Imbalance, bool SameDecisions);

    private const int DigestBars = 3;
    private readonly long _timed = (long)symbols * bars;

    private sealed class Side(SiloCluster cluster, Dictionary<SiloProcess, int[]> shards)
    {
        public SiloCluster Cluster => cluster;
        public Dictionary<SiloProcess, int[]> Shards => shards;
        public List<double> Rates { get; } = [];
        public List<double> LoopRates { get; } = [];
        public List<double> Cpu { get; } = [];
        public List<double> Busy { get; } = [];
        public List<string> Digests { get; } = [];
    }

    public async Task<Row[]> Run(PostgresServer server, IEnumerable<int> counts)
    {
        var sides = new List<Side>();
        try
        {
            foreach (int count in counts)
                sides.Add(await Place(await SiloCluster.Start(server, count)));
            for (int run = -1; run < runs; run++)
            {
                foreach (Side side in sides)
                    await Turn(side, counted: run >= 0);             // the first turn warms up the compiler
                await Console.Error.WriteLineAsync(run < 0 ? "warmed up" : $"run {run + 1} of {runs}: {string.Join(", ", sides.Select(side => $"{side.Rates[^1]:N0}"))} bars/s, load {Load.Now}");
            }
            foreach (Side side in sides)
                await Digest(side, side.Shards);
            return [.. sides.Select(side => RowOf(side, sides[0]))];
        }
        finally
        {
            foreach (Side side in sides)
                await side.Cluster.DisposeAsync();
        }
    }

    /// <summary>The first bars come from one silo to all shards: that places them.</summary>
    private async Task<Side> Place(SiloCluster cluster)
    {
        int[] all = [.. Enumerable.Range(0, SiloCluster.Shards)];
        var first = new Side(cluster, cluster.Silos.ToDictionary(silo => silo, silo => silo == cluster.Silos[0] ? all : []));
        await Digest(first, first.Shards);
        Dictionary<SiloProcess, int[]> where = await cluster.Where();
        if (where.Values.Sum(shards => shards.Length) != SiloCluster.Shards)
            throw new InvalidDataException($"{where.Values.Sum(shards => shards.Length)} of {SiloCluster.Shards} shards have a silo");
        var side = new Side(cluster, where);
        side.Digests.AddRange(first.Digests);
        return side;
    }

    private async Task Digest(Side side, Dictionary<SiloProcess, int[]> feeding)
    {
        await side.Cluster.AskAll(_ => new("Digest"));
        await side.Cluster.AskAll(silo => new("Prepare") { Symbols = symbols, Seed = 7, Bars = DigestBars, Shards = feeding[silo] });
        await side.Cluster.AskAll(_ => new("Feed"));
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (NodeAnswer answer in await side.Cluster.AskAll(_ => new("Digests")))
            foreach ((string symbol, string digest) in answer.Digests)
                digests.Add(symbol, digest);
        side.Digests.Add($"{digests.Count} {DecisionDigest.Total(digests)}");
    }

    private async Task Turn(Side side, bool counted)
    {
        SiloCluster cluster = side.Cluster;
        await cluster.AskAll(silo => new("Prepare") { Symbols = symbols, Seed = 7, Bars = bars, Shards = side.Shards[silo] });
        NodeAnswer[] before = await cluster.AskAll(_ => new("Cpu"));
        double seconds = await Timed(() => cluster.AskAll(_ => new("Feed")));
        NodeAnswer[] after = await cluster.AskAll(_ => new("Cpu"));
        if (after.Sum(answer => answer.Count) - before.Sum(answer => answer.Count) != _timed)
            throw new InvalidDataException($"{_timed} bars were sent, {after.Sum(answer => answer.Count) - before.Sum(answer => answer.Count)} decided");

        int number = 0, each = symbols / cluster.Silos.Count;
        await cluster.AskAll(_ => new("PrepareLoop") { Symbols = each, Seed = Interlocked.Increment(ref number), Bars = bars });
        double loop = await Timed(() => cluster.AskAll(_ => new("Loop")));
        if (!counted)
            return;
        side.Rates.Add(_timed / seconds);
        side.LoopRates.Add((double)each * cluster.Silos.Count * bars / loop);
        double cpu = after.Sum(answer => answer.CpuSeconds) - before.Sum(answer => answer.CpuSeconds);
        side.Cpu.Add(cpu * 1e6 / _timed);
        side.Busy.Add(cpu / seconds);
    }

    private static async Task<double> Timed(Func<Task> work)
    {
        long start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static Row RowOf(Side side, Side one)
    {
        int silos = side.Cluster.Silos.Count;
        return new(silos, SiloCluster.Pins(silos), Spread.Of(side.Rates), Spread.Of(side.Cpu).Median, Spread.Of(side.Busy).Median,
            Spread.Of(side.Rates.Zip(one.Rates, (a, b) => a / b)), silos * Spread.Of(one.Cpu).Median / Spread.Of(side.Cpu).Median,
            Spread.Of(side.LoopRates.Zip(one.LoopRates, (a, b) => a / b)), Spread.Of(side.LoopRates),
            side.Shards.Values.Max(shards => shards.Length) * silos / (double)SiloCluster.Shards, side.Digests.SequenceEqual(one.Digests));
    }
}

/// <summary>How busy the machine is: one figure never stands without it where others share the cores.</summary>
internal static class Load
{
    /// <summary>Mean number of runnable processes in the last minute; NaN where the system does not tell.</summary>
    public static double Now => File.Exists("/proc/loadavg") ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) : double.NaN;
}
