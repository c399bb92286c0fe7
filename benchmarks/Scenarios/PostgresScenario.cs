using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Commands;
using GoldenSignals.Silo.Storage;
using GoldenSignals.Silo.Storage.Postgres;
using GoldenSignals.Tests;

namespace GoldenSignals.Benchmarks.Scenarios;

/// <summary><c>postgres</c>: what the journal and the history in PostgreSQL take and give, on a server of its own or a given one.</summary>
public static class PostgresScenario
{
    private const int Days = 20;

    /// <param name="P50Ms">Time of one operation; null where they are not measured one by one.</param>
    public sealed record Row(string Name, double PerSecond, double? MegabytesPerSecond, double? P50Ms, double? P99Ms);

    public sealed record Result(int Shards, int RecordBytes, double Seconds, int HistoryRows, Row[] Rows);

    public static Command Create()
    {
        var connection = new Option<string?>("--connection") { Description = "An empty database, as a connection string; without it, a server of the benchmark's own", HelpName = "STRING" };
        var shards = new Option<int>("--shards") { Description = "Shards that append at once", DefaultValueFactory = _ => 64 };
        var bytes = new Option<int>("--bytes") { Description = "Bytes of a record", DefaultValueFactory = _ => 1_000 };
        var seconds = new Option<double>("--seconds") { Description = "How long each kind of append is measured", DefaultValueFactory = _ => 5 };
        var rows = new Option<int>("--rows") { Description = "Bars, and as many decisions, that are copied into the history", DefaultValueFactory = _ => 500_000 };
        var json = CommandLine.Json();
        var command = new Command("postgres", "Append and COPY rates of PostgreSQL, and what pages of the history cost") { connection, shards, bytes, seconds, rows, json };
        command.SetAction(async (parsed, cancel) =>
        {
            if (parsed.GetValue(connection) is null && PostgresServer.MissingMessage is { } missing)
            {
                Console.Error.WriteLine($"error: {missing}");
                return CommandLine.Failed;
            }
            await using PostgresServer? server = parsed.GetValue(connection) is null ? await PostgresServer.Create() : null;
            string database = parsed.GetValue(connection) ?? await server!.CreateDatabase();
            Result result = await Run(database, parsed.GetValue(shards), parsed.GetValue(bytes), parsed.GetValue(seconds), parsed.GetValue(rows), cancel);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
            else
                Print(result);
            return CommandLine.Done;
        });
        return command;
    }

    private static async Task<Result> Run(string connection, int shards, int bytes, double seconds, int historyRows, CancellationToken cancel)
    {
        await using PostgresDatabase database = await PostgresDatabase.Open(new() { ConnectionString = connection }, shards, TimeProvider.System, cancel: cancel);
        var rows = new List<Row>();
        await using (var store = new PostgresJournalStore(database))
        {
            JournalTail[] tails = await Task.WhenAll(Enumerable.Range(0, shards).Select(shard => store.Open(shard).AsTask()));
            foreach (int ahead in (int[])[1, 16])
                rows.Add(await Appends(store, tails, bytes, ahead, seconds, cancel));
            rows.Add(await Reads(store, bytes, cancel));
        }
        await using (var history = new PostgresHistory(database))
        {
            rows.Add(await Copies(history, historyRows, cancel));
            foreach ((string name, HistoryQuery query) in Pages())
                rows.Add(await Asks(name, history, query, cancel));
        }
        return new(shards, bytes, seconds, historyRows, [.. rows]);
    }

    private static async Task<Row> Appends(PostgresJournalStore store, JournalTail[] tails, int bytes, int ahead, double seconds, CancellationToken cancel)
    {
        var body = new byte[bytes];
        new Random(1).NextBytes(body);
        var took = new List<double>();
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, tails.Length).Select(shard => Task.Run(async () =>
        {
            var own = new List<double>();
            var waiting = new Queue<(long Since, Task Append)>();
            while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
            {
                tails[shard] = tails[shard] with { Last = tails[shard].Last + 1 };
                waiting.Enqueue((Stopwatch.GetTimestamp(), store.Append(new(shard, tails[shard].Epoch, tails[shard].Last, 1, body)).AsTask()));
                if (waiting.Count >= ahead)
                    await One();
            }
            while (waiting.Count > 0)
                await One();
            lock (took)
                took.AddRange(own);

            async Task One()
            {
                (long since, Task append) = waiting.Dequeue();
                await append;
                own.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
            }
        }, cancel)));
        return Of($"journal records appended, {ahead} ahead in each shard", took, took.Count, Stopwatch.GetElapsedTime(start).TotalSeconds, bytes);
    }

    private static async Task<Row> Reads(PostgresJournalStore store, int bytes, CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp();
        int count = 0;
        for (int shard = 0; shard < 4; shard++)
            await foreach (StoredRecord _ in store.Read(shard, after: 0, cancel))
                count++;
        return Of("journal records read", [], count, Stopwatch.GetElapsedTime(start).TotalSeconds, bytes);
    }

    private static async Task<Row> Copies(PostgresHistory history, int rows, CancellationToken cancel)
    {
        const int symbols = 500;
        DateTime first = DateTime.UtcNow.Date.AddDays(-Days);
        int times = Math.Max(1, rows / symbols);
        DecidedBars[] records = [.. Enumerable.Range(0, times).Select(time => Decided(time + 1, first + time * (TimeSpan.FromDays(Days) / times), symbols))];
        long start = Stopwatch.GetTimestamp();
        foreach (DecidedBars record in records)
            await history.Add(0, record);
        await history.Flush(cancel);
        return Of("history rows copied (bars, decisions, signals)", [], records.Sum(record => record.Bars.Length + record.Decisions.Length + record.Decisions.Count(decision => decision.IsSignal)), Stopwatch.GetElapsedTime(start).TotalSeconds, 0);
    }

    private static IEnumerable<(string, HistoryQuery)> Pages()
    {
        var all = new HistoryQuery(null, null, DateTime.MinValue, DateTime.MaxValue, 100);
        DateTime middle = DateTime.UtcNow.Date.AddDays(-Days / 2);
        yield return ("pages of one symbol, newest", all with { Symbol = "S7" });
        yield return ("pages of one symbol, in the middle", all with { Symbol = "S7", Behind = new(middle, "S7", TimeSpan.FromMinutes(1)) });
        yield return ("pages of all, newest", all);
        yield return ("pages of all, in the middle", all with { Behind = new(middle, "S7", TimeSpan.FromMinutes(1)) });
    }

    private static async Task<Row> Asks(string name, PostgresHistory history, HistoryQuery query, CancellationToken cancel)
    {
        var took = new List<double>();
        for (int i = 0; i < 10; i++)
            await history.Decisions(query, cancel);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < 200; i++)
        {
            long since = Stopwatch.GetTimestamp();
            await history.Decisions(query, cancel);
            took.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }
        return Of(name, took, took.Count, Stopwatch.GetElapsedTime(start).TotalSeconds, 0);
    }

    private static DecidedBars Decided(long sequence, DateTime timeUtc, int symbols)
    {
        timeUtc = new(timeUtc.Ticks - timeUtc.Ticks % TimeSpan.TicksPerSecond, DateTimeKind.Utc);
        var random = new Random((int)sequence);
        Decision[] decisions = [.. Enumerable.Range(0, symbols).Select(symbol => Decision($"S{symbol}", timeUtc, random))];
        return new(sequence, [], [], [], [.. decisions.Select(decision => new Bar(timeUtc, decision.Price, decision.Price, decision.Price, decision.Price, 100))],
            [.. decisions.Select(_ => double.NaN)], decisions);
    }

    private static Decision Decision(string symbol, DateTime timeUtc, Random random) => new()
    {
        Symbol = symbol, Interval = TimeSpan.FromMinutes(1), BarTimeUtc = timeUtc, Price = 100 + random.NextDouble(),
        Action = random.Next(20) == 0 ? SignalAction.Buy : SignalAction.Hold, ActionBefore = SignalAction.Hold, BarsInActionBefore = 1,
        Score = random.NextDouble(), Confidence = random.NextDouble(), Scale = 1, Votes = [], Weights = [], Position = null,
        Reason = "threshold", Configuration = "0123abcd", Indicators = [], Method = default, EffectiveVotes = 1, Disagreement = 0, TechnicalRating = double.NaN,
    };

    private static Row Of(string name, List<double> took, int count, double seconds, int bytes)
    {
        took.Sort();
        return new(name, count / seconds, bytes == 0 ? null : count * (double)bytes / seconds / 1e6, At(0.5), At(0.99));

        double? At(double part) => took.Count == 0 ? null : took[(int)(part * (took.Count - 1))];
    }

    private static void Print(Result result)
    {
        var invariant = CultureInfo.InvariantCulture;
        Console.WriteLine(string.Create(invariant, $"PostgreSQL: {result.Shards} shards, records of {result.RecordBytes:N0} bytes, {result.HistoryRows:N0} bars and decisions over {Days} days, pages of 100"));
        Console.WriteLine($"{"",-52}{"a second",12}{"MB/s",10}{"p50 ms",10}{"p99 ms",10}");
        foreach (Row row in result.Rows)
            Console.WriteLine(string.Create(invariant, $"{row.Name,-52}{row.PerSecond,12:N0}{row.MegabytesPerSecond,10:F1}{row.P50Ms,10:F1}{row.P99Ms,10:F1}"));
    }
}
