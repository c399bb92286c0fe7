using System.Text.Json;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Benchmarks.Faults;

/// <summary>Sends ticks to a grid that is killed again and again, and then looks for holes.</summary>
/// <param name="Shards">Of the grid.</param>
/// <param name="Symbols">Of each source.</param>
/// <param name="MaxLife">A process lives for a random time up to this, after it listens.</param>
/// <param name="Seed">Chooses ticks and moments; what a moment hits is up to the machine.</param>
public sealed record KillRun(int Kills, int Seed, int Sources = 4, int Symbols = 12, int Shards = 8, double MaxLife = 2.0)
{
    private const int BatchesAfterwards = 20;                        // of each source, once nobody kills any more

    /// <param name="BeforeListening">Kills that hit a grid while it came back.</param>
    /// <param name="Duplicates">Ticks that a killed grid had written down without having said so.</param>
    /// <param name="RestartMilliseconds">From the start of a process until it listens, ascending; the first, with nothing to come back to, left out.</param>
    /// <param name="Complaints">What the processes wrote to stderr, but for a torn end that was cut off.</param>
    public sealed record Result(
        int Kills, int BeforeListening, long Acknowledged, long SentAgain, long Duplicates, JournalAudit Journal, double[] RestartMilliseconds, int TornEnds, string[] Complaints)
    {
        /// <summary>What was acknowledged.</summary>
        internal IReadOnlyDictionary<string, IReadOnlyList<Tick>> Sent { get; init; } = new Dictionary<string, IReadOnlyList<Tick>>();

        public bool Holds => Journal is { Lost: 0, Doubled: 0, Different: 0, Mistold: 0 } && Complaints.Length == 0;

        public double Restart(double share) => RestartMilliseconds.Length == 0 ? double.NaN : RestartMilliseconds[(int)(share * (RestartMilliseconds.Length - 1))];
    }

    public async Task<Result> Run(string folder, Action<int>? killed = null)
    {
        var random = new Random(Seed);
        TickSender[] sources = [.. Enumerable.Range(0, Sources).Select(i => new TickSender(i, Symbols, random.Next()))];
        var starts = new List<double>();
        var complaints = new List<string>();
        var told = new Dictionary<string, string[]>();
        int before = 0, torn = 0;
        for (int kill = 0; kill <= Kills; kill++)
        {
            bool last = kill == Kills;
            bool early = !last && kill > 0 && random.Next(5) == 0;
            TimeSpan life = TimeSpan.FromSeconds(random.NextDouble() * (early ? 1.5 : MaxLife));
            using var grid = new ServedGrid(folder, symbols: 0, "1m", ("Grid:Shards", $"{Shards}"), ("Snapshots:Interval", "00:00:01"), ("History:FlushAge", "00:00:01"));
            Task kills = early ? Kill(grid, life) : Task.CompletedTask;
            if (await grid.Url is { } url)
            {
                if (kill > 0)
                    starts.Add(grid.StartTime.TotalMilliseconds);
                if (!early && !last)
                    kills = Kill(grid, life);
                using var http = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromMinutes(2) };
                await Task.WhenAll(sources.Select(source => source.Send(http, last ? source.Batches + BatchesAfterwards : long.MaxValue)));
            }
            else
                before++;
            await kills;
            if (last)
            {
                told = await Told(await grid.Url, sources);
                grid.Kill();
            }
            await grid.Gone();
            foreach (string line in grid.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                if (line.Contains("were not completely written; they are cut off", StringComparison.Ordinal))
                    torn++;
                else if (!line.StartsWith("warn: GoldenSignals.Silo.Storage.FileJournalStore", StringComparison.Ordinal))
                    complaints.Add(line);
            killed?.Invoke(kill);
        }
        var acknowledged = sources.SelectMany(source => source.Acknowledged).ToDictionary();
        starts.Sort();
        return new(Kills, before, acknowledged.Values.Sum(ticks => (long)ticks.Count), sources.Sum(source => source.Again), sources.Sum(source => source.Duplicates),
            await JournalAudit.Of(folder, acknowledged, told), [.. starts], torn, [.. complaints]) { Sent = acknowledged };
    }

    /// <summary>The decisions that the history tells of each symbol, by id, oldest first.</summary>
    private static async Task<Dictionary<string, string[]>> Told(Uri? grid, IEnumerable<TickSender> sources)
    {
        using var http = new HttpClient { BaseAddress = grid };
        var told = new Dictionary<string, string[]>();
        foreach (string symbol in sources.SelectMany(source => source.Acknowledged.Keys))
        {
            var ids = new List<string>();
            for (string? page = ""; page is not null;)
            {
                using HttpResponseMessage answer = await http.GetAsync(new Uri($"/v1/symbols/{symbol}/decisions?limit=500{page}", UriKind.Relative));
                if (answer.StatusCode == System.Net.HttpStatusCode.NotFound)
                    break;                                           // no bar of it is closed yet
                JsonElement document = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).RootElement;
                ids.AddRange(document.GetProperty("decisions").EnumerateArray().Select(decision => decision.GetProperty("id").GetString()!));
                page = document.GetProperty("next").GetString() is { } next ? $"&page={Uri.EscapeDataString(next)}" : null;
            }
            ids.Reverse();
            told.Add(symbol, [.. ids]);
        }
        return told;
    }

    private static async Task Kill(ServedGrid grid, TimeSpan after)
    {
        await Task.Delay(after);
        grid.Kill();
    }
}
