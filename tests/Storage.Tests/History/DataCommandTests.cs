using System.Globalization;
using System.Text.Json;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Commands;
using GoldenSignals.Silo.Feeds;
using GoldenSignals.Silo.Storage;
using GoldenSignals.Silo.Storage.History;

namespace GoldenSignals.Storage.Tests.History;

/// <summary><c>data status|verify|prune|export</c> on a folder.</summary>
public sealed class DataCommandTests : IDisposable
{
    private static readonly SemaphoreSlim s_console = new(1);

    private readonly HistoryFixture _fixture = new();
    private readonly HistoryModel _model = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Status_tells_files_rows_times_and_positions_also_while_a_grid_runs()
    {
        await Fill(30);
        using DataFolder running = DataFolder.Take(_fixture.Folder, new());
        JsonElement status = await Json("data", "status", "--json", "--folder", _fixture.Folder);
        JsonElement bars = status.GetProperty("history")[0], signals = status.GetProperty("history")[2];
        Assert.Equal(("bars", _model.Bars.Count, _model.Bars.Min(bar => bar.Bar.OpenTimeUtc)),
            (bars.GetProperty("kind").GetString(), bars.GetProperty("rows").GetInt32(), bars.GetProperty("from").GetDateTime()));
        Assert.Equal(new FileInfo(Assert.Single(_fixture.Runs, run => run.Contains("signals", StringComparison.Ordinal) && !run.Contains("0302", StringComparison.Ordinal))).Length
            + _fixture.Runs.Where(run => run.Contains("signals-20240302", StringComparison.Ordinal)).Sum(run => new FileInfo(run).Length), signals.GetProperty("bytes").GetInt64());
        Assert.Equal(64, status.GetProperty("grid").GetProperty("shards").GetInt32());
        Assert.True(status.GetProperty("positions").GetProperty("2").GetInt64() > 0);

        Result text = await Run("data", "status", "--folder", _fixture.Folder);
        Assert.Equal((0, ""), (text.Code, text.Errors));
        Assert.Contains(_model.Bars.Count.ToString("N0", CultureInfo.InvariantCulture) + " rows", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_passes_what_is_whole_and_names_what_is_not()
    {
        await Fill(30);
        JsonElement whole = await Json("data", "verify", "--json", "--folder", _fixture.Folder);
        Assert.Equal((_fixture.Runs.Length, 0), (whole.GetProperty("historyFiles").GetInt32(), whole.GetProperty("damages").GetArrayLength()));

        byte[] bytes = await File.ReadAllBytesAsync(_fixture.Runs[0]);
        bytes[5] ^= 1;
        await File.WriteAllBytesAsync(_fixture.Runs[0], bytes);
        string snapshot = Path.Combine(Directory.CreateDirectory(Path.Combine(_fixture.Folder, "snapshots")).FullName, "one.gss");
        byte[] framed = SnapshotFrame.Close([1, 2, 3]);
        framed[^1] ^= 1;
        await File.WriteAllBytesAsync(snapshot, framed);
        Result damaged = await Run("data", "verify", "--json", "--folder", _fixture.Folder);
        Assert.Equal(1, damaged.Code);
        JsonElement damages = JsonDocument.Parse(damaged.Output).RootElement.GetProperty("damages");
        Assert.Equal([_fixture.Runs[0], snapshot], damages.EnumerateArray().Select(one => one.GetProperty("file").GetString()));
        Assert.Equal(0, damages[0].GetProperty("offset").GetInt64());

        Result text = await Run("data", "verify", "--folder", _fixture.Folder);
        Assert.Contains($"damaged: {_fixture.Runs[0]}, at 0:", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_names_a_damaged_manifest()
    {
        await Fill(5);
        string manifest = Path.Combine(_fixture.Path, Manifest.Name);
        await File.WriteAllBytesAsync(manifest, (await File.ReadAllBytesAsync(manifest))[..^3]);
        Result damaged = await Run("data", "verify", "--folder", _fixture.Folder);
        Assert.Equal(1, damaged.Code);
        Assert.Contains(manifest, damaged.Output, StringComparison.Ordinal);
        Result status = await Run("data", "status", "--folder", _fixture.Folder);
        Assert.Equal(1, status.Code);
        Assert.StartsWith($"error: {manifest}, at ", status.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("a bug", status.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prune_lists_in_a_dry_run_then_drops_and_leaves_a_running_grid_alone()
    {
        DateTime today = DateTime.UtcNow.Date;
        await using (FileHistory history = _fixture.Open())
            for (int day = 0; day < 40; day += 10)
                await history.Add(0, FileHistoryTests.Bars(day + 1, "A", today.AddDays(-day), 3));
        string[] prune = ["data", "prune", "--folder", _fixture.Folder, "--set", "Retention:RawBars=15.00:00:00"];
        using (DataFolder running = DataFolder.Take(_fixture.Folder, new()))
        {
            JsonElement would = await Json([.. prune, "--dry-run", "--json"]);
            Assert.Equal(2, would.GetProperty("files").GetArrayLength());
            Assert.True(would.GetProperty("bytes").GetInt64() > 0);
            Result refused = await Run(prune);
            Assert.Equal(1, refused.Code);
            Assert.Contains("in use by another process", refused.Errors, StringComparison.Ordinal);
            Assert.Equal(8, _fixture.Runs.Length);
        }
        Result gone = await Run(prune);
        Assert.Equal(0, gone.Code);
        Assert.Contains("dropped bars-", gone.Output, StringComparison.Ordinal);
        Assert.Equal(6, _fixture.Runs.Length);
        Assert.Equal(6, (await _fixture.Open().Bars(HistoryFixture.All)).Length);
        Assert.Equal(12, (await _fixture.Open().Decisions(HistoryFixture.All)).Length);
    }

    [Fact]
    public async Task Prune_drops_nothing_when_the_retention_is_out_of_range()
    {
        await Fill(5);
        int runs = _fixture.Runs.Length;
        Result wrong = await Run("data", "prune", "--folder", _fixture.Folder, "--set", "Retention:RawBars=00:00:01");
        Assert.Equal(2, wrong.Code);
        Assert.Contains("Retention:RawBars must be between", wrong.Errors, StringComparison.Ordinal);
        Assert.Equal(runs, _fixture.Runs.Length);
    }

    [Fact]
    public async Task Exported_bars_can_be_read_as_a_feed_and_are_the_same()
    {
        var random = new Random(7);
        var bars = new List<SymbolBar>();
        await using (FileHistory history = _fixture.Open())
            foreach (string symbol in new[] { "A", "T/4" })
            {
                Bar[] some = [.. Enumerable.Range(0, 200).Select(i => SomeBar(SomeRecords.Start.AddMinutes(i), random))];
                bars.AddRange(some.Select(bar => new SymbolBar(symbol, TimeSpan.FromMinutes(1), bar)));
                await history.Add(symbol.Length, SomeRecords.Record(1, some, some.Select(bar => SomeRecords.Decided(symbol, TimeSpan.FromMinutes(1), bar.OpenTimeUtc, bar.Close, default, default, 0.5))));
            }
        DataFolder.Take(_fixture.Folder, new()).Dispose();
        string file = Path.Combine(_fixture.Folder, "bars.csv");
        JsonElement said = await Json("data", "export", "--folder", _fixture.Folder, "--out", file, "--json");
        Assert.Equal(400, said.GetProperty("rows").GetInt32());
        Assert.Equal(bars.OrderBy(bar => bar.Bar.OpenTimeUtc).ThenBy(bar => bar.Symbol, StringComparer.Ordinal), await Read());

        await Json("data", "export", "--folder", _fixture.Folder, "--out", file, "--json", "--symbol", "t/4");
        Assert.Equal(bars.Where(bar => bar.Symbol == "T/4"), await Read());

        async Task<List<SymbolBar>> Read()
        {
            var read = new List<SymbolBar>();
            await foreach (FeedBatch batch in new CsvReplay(new() { Paths = [file] }).Read(default))
                read.AddRange(batch.Bars.ToArray());
            return read;
        }

        static Bar SomeBar(DateTime time, Random random)
        {
            double open = 100 + random.NextDouble(), close = 100 + random.NextDouble();
            return new(time, open, Math.Max(open, close) + random.NextDouble(), Math.Min(open, close) - random.NextDouble(), close, random.Next(1_000));
        }
    }

    [Theory, InlineData("csv"), InlineData("ndjson")]
    public async Task Export_writes_every_row_of_the_times_asked_for_once_and_oldest_first(string format)
    {
        await Fill(80);
        DateTime from = new(2024, 3, 2, 1, 30, 0, DateTimeKind.Utc), to = new(2024, 3, 2, 9, 0, 0, DateTimeKind.Utc);
        foreach ((string kind, IEnumerable<DecisionRow> rows) in new[] { ("decisions", _model.Decisions), ("signals", _model.Decisions.Where(row => row.IsSignal)) })
        {
            Result exported = await Run("data", "export", "--folder", _fixture.Folder, "--kind", kind, "--format", format, "--from", "2024-03-02T01:30", "--to", "2024-03-02T10:00+01:00");
            var expected = rows.Where(row => row.BarTimeUtc >= from && row.BarTimeUtc < to)
                .OrderBy(row => row.BarTimeUtc).ThenBy(row => row.Symbol, StringComparer.Ordinal).ThenBy(row => row.Interval)
                .Select(row => (row.Symbol, BarInterval.Format(row.Interval), row.BarTimeUtc, row.Confidence)).ToArray();
            Assert.Equal(0, exported.Code);
            Assert.Equal($"{expected.Length:N0} rows", exported.Errors.Trim());
            string[] lines = exported.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(expected, format == "csv" ? lines[1..].Select(FromCsv) : lines.Select(FromJson));
            Assert.NotEmpty(expected);
        }

        static (string, string, DateTime, double) FromCsv(string line)
        {
            string[] cells = line.Split(',');
            Assert.Equal(17, cells.Length);
            return (cells[1], cells[2], DateTime.Parse(cells[0], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal), double.Parse(cells[7], CultureInfo.InvariantCulture));
        }

        static (string, string, DateTime, double) FromJson(string line)
        {
            JsonElement row = JsonDocument.Parse(line).RootElement;
            Assert.StartsWith($"{row.GetProperty("symbol").GetString()}:{row.GetProperty("interval").GetString()}:202403", row.GetProperty("id").GetString(), StringComparison.Ordinal);
            return (row.GetProperty("symbol").GetString()!, row.GetProperty("interval").GetString()!, row.GetProperty("time").GetDateTime(), row.GetProperty("confidence").GetDouble());
        }
    }

    [Fact]
    public async Task An_export_holds_a_slice_of_each_run_of_a_day_however_much_there_is()
    {
        await using FileHistory history = _fixture.Open();
        for (int day = 0; day < 30; day++)
            for (int symbol = 0; symbol < 10; symbol++)
                await history.Add(0, FileHistoryTests.Bars(10 * day + symbol + 1, $"S{symbol}", SomeRecords.Start.Date.AddDays(day), 100));
        await history.Flush();
        RunStore store = history.Runs.Store;
        var request = new ExportRequest(_fixture.Folder, HistoryKind.Bars, ExportFormat.Ndjson, DateTime.MinValue, DateTime.MaxValue);
        Assert.Equal(30 * 10 * 100, await HistoryExport.Write(request, TextWriter.Null, store, default));
        Assert.InRange(store.Reads.MostRowsHeld, 1, HistoryFixture.Small.SliceRows + 10);
        Assert.Equal(0, store.Reads.RowsHeld);
    }

    [Fact]
    public async Task An_export_that_meets_damage_says_where_and_leaves_no_file()
    {
        await Fill(30);
        byte[] bytes = await File.ReadAllBytesAsync(_fixture.Runs[0]);
        bytes[5] ^= 1;
        await File.WriteAllBytesAsync(_fixture.Runs[0], bytes);
        string file = Path.Combine(_fixture.Folder, "out.csv");
        Result failed = await Run("data", "export", "--folder", _fixture.Folder, "--out", file);
        Assert.Equal(1, failed.Code);
        Assert.StartsWith($"error: {_fixture.Runs[0]}, at 0:", failed.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    [Theory]
    [InlineData(1, "does not exist", "data", "status", "--folder", "/nowhere/at/all")]
    [InlineData(1, "does not exist", "data", "verify", "--folder", "/nowhere/at/all")]
    [InlineData(1, "does not exist", "data", "prune", "--folder", "/nowhere/at/all")]
    [InlineData(1, "does not exist", "data", "export", "--folder", "/nowhere/at/all")]
    [InlineData(2, "expected a timestamp", "data", "export", "--from", "yesterday")]
    [InlineData(2, "--symbol takes a symbol", "data", "export", "--symbol", "../../etc")]
    [InlineData(2, "--json tells of an export into a file", "data", "export", "--json")]
    [InlineData(2, "csvx", "data", "export", "--format", "csvx")]
    public async Task A_wrong_call_ends_in_one_line(int code, string message, params string[] arguments)
    {
        Result wrong = await Run(arguments);
        Assert.Equal(code, wrong.Code);
        Assert.Contains(message, wrong.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("a bug", wrong.Errors, StringComparison.Ordinal);
        Assert.Equal("", wrong.Output);
    }

    private async Task Fill(int count)
    {
        var records = new SomeRecords(21);
        await using FileHistory history = _fixture.Open();
        for (int i = 0; i < count; i++)
        {
            var (shard, record) = records.Next();
            await history.Add(shard, record);
            _model.Add(record);
        }
    }

    private static async Task<JsonElement> Json(params string[] arguments)
    {
        Result result = await Run(arguments);
        Assert.Equal((0, ""), (result.Code, result.Errors));
        return JsonDocument.Parse(result.Output).RootElement;
    }

    private sealed record Result(int Code, string Output, string Errors);

    private static async Task<Result> Run(params string[] arguments)
    {
        await s_console.WaitAsync();
        (TextWriter output, TextWriter errors) = (Console.Out, Console.Error);
        using StringWriter caught = new(), wrong = new();
        try
        {
            Console.SetOut(caught);
            Console.SetError(wrong);
            int code = await CommandLine.Run(CommandLine.Root("./run", "test", DataCommand.Create()), arguments);
            return new(code, caught.ToString(), wrong.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
            s_console.Release();
        }
    }
}
