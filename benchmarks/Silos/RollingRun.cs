using System.Diagnostics;
using GoldenSignals.Benchmarks.Faults;
using GoldenSignals.Tests;

namespace GoldenSignals.Benchmarks.Silos;

/// <summary>Every silo of two is stopped in order and replaced, one after another, while a client goes on sending to all shards.</summary>
internal sealed class RollingRun(PostgresServer server, int runs)
{
    /// <param name="Calls">In all runs.</param>
    /// <param name="Failed">Of these; each was sent again.</param>
    /// <param name="Reasons">Why, and how often.</param>
    /// <param name="LongestMilliseconds">The longest call, waiting for a shard that moves included.</param>
    /// <param name="P50Milliseconds">Of all calls.</param>
    /// <param name="StopSeconds">From asking a silo to stop until its process had ended.</param>
    public sealed record Row(
        int Calls, int Failed, IReadOnlyDictionary<string, int> Reasons, Spread LongestMilliseconds, double P50Milliseconds, Spread StopSeconds, long Decisions, long Lost, long Doubled, int Different);

    public async Task<Row> Run(CancellationToken cancel)
    {
        List<double> longest = [], stops = [];
        List<SteadyTicks.Call> calls = [];
        var audits = new List<JournalAudit>();
        for (int run = 0; run < runs; run++)
        {
            await using SiloCluster cluster = await SiloCluster.Start(server, 2, FailoverRun.Settings);
            var ticks = new SteadyTicks(await cluster.Client(cancel), pause: TimeSpan.FromMilliseconds(100), deadline: TimeSpan.FromMinutes(1));
            ticks.Begin();
            foreach (SiloProcess old in cluster.Silos.ToArray())
            {
                await ticks.AnswersAfter(Stopwatch.GetTimestamp(), TimeSpan.FromMinutes(2));
                await Task.Delay(TimeSpan.FromSeconds(2), cancel);
                long moment = Stopwatch.GetTimestamp();
                await old.Leave();
                stops.Add(Stopwatch.GetElapsedTime(moment).TotalSeconds);
                await cluster.Remove(old);
                await cluster.Add(core: null);
            }
            await ticks.AnswersAfter(Stopwatch.GetTimestamp(), TimeSpan.FromMinutes(2));
            await ticks.End();
            longest.Add(ticks.Calls.Max(call => call.Milliseconds));
            calls.AddRange(ticks.Calls);
            audits.Add(await FailoverRun.Audit(cluster, ticks, cancel));
            await Console.Error.WriteLineAsync($"rolling restart {run + 1} of {runs}: {ticks.Calls.Count(call => call.Error is not null)} of {ticks.Calls.Length} calls failed, load {Load.Now}");
        }
        return new(calls.Count, calls.Count(call => call.Error is not null),
            calls.Where(call => call.Error is not null).GroupBy(call => Kind(call.Error!)).OrderByDescending(kind => kind.Count()).ToDictionary(kind => kind.Key, kind => kind.Count()),
            Spread.Of(longest), Spread.Of(calls.Select(call => call.Milliseconds)).Median, Spread.Of(stops),
            audits.Sum(audit => audit.Decisions), audits.Sum(audit => audit.Lost), audits.Sum(audit => audit.Doubled), audits.Sum(audit => audit.Different));
    }

    /// <summary>An error without what is different in each: its first line, numbers left out, not too long.</summary>
    internal static string Kind(string error)
    {
        string line = string.Concat(error.Split('\n')[0].Select(c => char.IsAsciiDigit(c) ? '#' : c));
        return line.Length > 120 ? line[..120] : line;
    }
}
