using System.Globalization;
using System.Text;
using System.Text.Json;
using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;
using GoldenSignals.Grains;
using GoldenSignals.Grid.Tests.Support;

namespace GoldenSignals.Grid.Tests;

/// <summary><c>replay</c> as a user meets it: files in, files and a summary out.</summary>
public sealed class ReplayCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Csv(IEnumerable<Bar> bars)
    {
        var text = new StringBuilder("timestamp,open,high,low,close,volume\n");
        foreach (Bar bar in bars)
            text.Append(CultureInfo.InvariantCulture, $"{bar.OpenTimeUtc:yyyy-MM-ddTHH:mm:ssZ},{bar.Open:R},{bar.High:R},{bar.Low:R},{bar.Close:R},{bar.Volume:R}\n");
        return text.ToString();
    }

    private static async Task<JsonElement> Summary(params string[] arguments)
    {
        Cli.Result result = await Cli.Run(["replay", "--json", .. arguments]);
        Assert.True(result.ExitCode == 0, result.Errors);
        return JsonDocument.Parse(result.Output).RootElement;
    }

    [Fact]
    public async Task Every_bar_of_every_file_is_decided_and_written_and_the_decisions_are_the_same_however_it_is_run()
    {
        string a = _folder.File("AAA_1m.csv", Csv(SomeBars.Random(seed: 11, count: 400))), b = _folder.File("BBB_1m.csv", Csv(SomeBars.Random(seed: 12, count: 300)));
        string decisions = Path.Combine(_folder.Path, "decisions.ndjson"), indicators = Path.Combine(_folder.Path, "values.csv");

        JsonElement both = await Summary(a, b, "--out", decisions, "--indicators", indicators, "--shards", "64");
        JsonElement alone = await Summary(a, "--shards", "1");

        Assert.Equal(700, both.GetProperty("bars").GetInt64());
        Assert.Equal(700 * AgentCatalog.All.Count, both.GetProperty("evaluations").GetInt64());
        Assert.Equal(alone.GetProperty("digests").GetProperty("AAA").GetString(), both.GetProperty("digests").GetProperty("AAA").GetString());
        Assert.Equal(both.GetProperty("decisions").GetProperty("HOLD").GetInt64(), both.GetProperty("holds").EnumerateObject().Sum(hold => hold.Value.GetInt64()));

        JsonElement[] lines = [.. File.ReadLines(decisions).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(700, lines.Select(line => line.GetProperty("id").GetString()).Distinct().Count());
        Assert.All(lines, line =>
        {
            double sum = line.GetProperty("contributions").EnumerateObject().Sum(contribution => contribution.Value.GetDouble());
            Assert.Equal(line.GetProperty("score").GetDouble(), sum, 12);
            Assert.Equal(line.GetProperty("action").GetString() == "HOLD", line.GetProperty("risk").ValueKind == JsonValueKind.Null);
        });
        Assert.Equal(lines.OrderBy(line => line.GetProperty("time").GetDateTime()).ThenBy(line => line.GetProperty("symbol").GetString(), StringComparer.Ordinal), lines);

        string[] rows = File.ReadAllLines(indicators);
        Assert.Equal(["symbol", "timestamp", .. IndicatorCatalog.Columns.Select(column => column.Name)], rows[0].Split(','));
        Assert.Equal(701, rows.Length);
        Assert.Equal("", rows[1].Split(',')[2 + Column.Named("rsi_14").Index]);
        double expected = new Rsi(14).Over(SomeBars.Random(seed: 11, count: 400))[0][^1];
        Assert.Equal(expected.ToString("R", CultureInfo.InvariantCulture), rows.Last(row => row.StartsWith("AAA,", StringComparison.Ordinal)).Split(',')[2 + Column.Named("rsi_14").Index]);
    }

    [Fact]
    public async Task Trades_become_bars_and_the_partial_last_bar_is_not_evaluated()
    {
        string trades = _folder.File("XRPETH_trades.csv",
            "timestamp,price,size\n2024-01-02T10:00:01Z,10,1\n2024-01-02T10:00:59Z,11,2\n2024-01-02T10:03:00Z,12,1\n2024-01-02T10:04:10Z,12.1,1\n");
        string decisions = Path.Combine(_folder.Path, "decisions.ndjson");

        JsonElement summary = await Summary(trades, "--out", decisions);

        Assert.Equal((4, 2), (summary.GetProperty("ticks").GetInt64(), summary.GetProperty("bars").GetInt64()));
        Assert.Equal(["2024-01-02T10:00:00Z", "2024-01-02T10:03:00Z"], File.ReadLines(decisions).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("time").GetString()));
    }

    [Fact]
    public async Task Bad_values_in_good_rows_are_counted_by_reason_and_the_rest_is_replayed()
    {
        string bars = _folder.File("AAA_1d.csv",
            "timestamp,open,high,low,close,volume\n2024-01-02,1,2,0.5,1,5\n2024-01-03,1,NaN,0.5,1,5\n2024-01-04,1,2,0.5,-1,5\n2024-01-05,1,2,1.5,1,5\n2024-01-08,1,2,0.5,1,5\n2024-01-09,1,2,0.5,1,5\n");

        JsonElement summary = await Summary(bars);

        Assert.Equal(3, summary.GetProperty("bars").GetInt64());
        Assert.Equal(3, summary.GetProperty("quarantined").EnumerateObject().Sum(reason => reason.Value.GetInt64()));
    }

    [Theory]
    [InlineData("a,b,c\n1,2,3\n", ":1")]
    [InlineData("timestamp,open,high,low,close,volume\n2024-01-02,1,2,0.5,1\n", ":2")]
    [InlineData("timestamp,open,high,low,close,volume\n2024-01-02,1,2,0.5,1,5\nyesterday,1,2,0.5,1,5\n", ":3")]
    [InlineData("timestamp,open,high,low,close,volume\n2024-01-02,1,2,0.5,1,5\n2024-01-03,1,two,0.5,1,5\n", ":3")]
    [InlineData("timestamp,open,high,low,close,volume\n2024-01-02,1,2,0.5,1,5\n2024-01-03,1,2,0.5,1,5\n2024-01-01,1,2,0.5,1,5\n", ":4")]
    [InlineData("", "empty")]
    public async Task A_broken_file_ends_with_one_line_that_names_file_and_line(string text, string says)
    {
        string path = _folder.File("AAA_1d.csv", text);

        Cli.Result result = await Cli.Run("replay", path);

        Assert.Equal(1, result.ExitCode);
        string line = Assert.Single(result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("error: ", line, StringComparison.Ordinal);
        Assert.Contains(path, line, StringComparison.Ordinal);
        Assert.Contains(says, line, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task As_a_process_it_keeps_json_on_stdout_and_says_errors_with_exit_codes()
    {
        string bars = _folder.File("AAA_1d.csv", Csv(SomeBars.Random(seed: 1, count: 30)));

        Cli.Result good = await Cli.RunProcess("replay", bars, "--json"), bad = await Cli.RunProcess("replay", bars + ".gone"), wrong = await Cli.RunProcess("replay", "--nonsense");

        Assert.Equal((0, 1, 2), (good.ExitCode, bad.ExitCode, wrong.ExitCode));
        Assert.Equal(30, JsonDocument.Parse(good.Output).RootElement.GetProperty("bars").GetInt64());
        Assert.Empty(bad.Output);
        Assert.DoesNotContain("   at ", bad.Errors + wrong.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_writes_nothing_over_and_leaves_nothing_behind()
    {
        string good = _folder.File("AAA_1d.csv", Csv(SomeBars.Random(seed: 1, count: 30))), before = File.ReadAllText(good);
        string broken = _folder.File("BBB_1d.csv", Csv(SomeBars.Random(seed: 1, count: 5000)) + "yesterday,1,1,1,1,1\n");
        string old = _folder.File("old.ndjson", "kept");

        Cli.Result self = await Cli.Run("replay", good, "--out", good);
        Cli.Result late = await Cli.Run("replay", broken, "--out", old, "--indicators", Path.Combine(_folder.Path, "new.csv"));
        Cli.Result same = await Cli.Run("replay", good, "--out", old, "--indicators", old);

        Assert.Equal((2, 1, 2), (self.ExitCode, late.ExitCode, same.ExitCode));
        Assert.Equal((before, "kept"), (File.ReadAllText(good), File.ReadAllText(old)));
        Assert.Equal(["AAA_1d.csv", "BBB_1d.csv", "old.ndjson"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Trades_of_several_symbols_in_one_file_do_not_depend_on_each_other()
    {
        static IEnumerable<string> Trades(string symbol, int from) => Enumerable.Range(0, 200).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"{SomeBars.Start.AddSeconds(from + 7 * i):yyyy-MM-ddTHH:mm:ssZ},{symbol},{100 + i % 4},1"));
        string grouped = _folder.File("trades.csv", string.Join('\n', ["timestamp,symbol,price,size", .. Trades("AAA", 0), .. Trades("BBB", 500)]));

        JsonElement both = await Summary(grouped), one = await Summary(grouped, "--symbols", "aaa"), other = await Summary(grouped, "--symbols", "BBB");

        Assert.Equal(400, both.GetProperty("ticks").GetInt64());
        Assert.Equal(one.GetProperty("digests").GetProperty("AAA").GetString(), both.GetProperty("digests").GetProperty("AAA").GetString());
        Assert.Equal(other.GetProperty("digests").GetProperty("BBB").GetString(), both.GetProperty("digests").GetProperty("BBB").GetString());
    }

    [SharedDataFact]
    public async Task Daily_and_hourly_bars_of_one_symbol_go_together_where_an_interval_is_given()
    {
        JsonElement summary = await Summary(SharedData.PathOf("daily/EURUSD_oanda_1d.csv.gz"), SharedData.PathOf("hourly/EURUSD_1h_2017-2018.csv.gz"), "--interval", "1d");

        Assert.True(summary.GetProperty("bars").GetInt64() > 3700);
    }

    [Fact]
    public async Task The_summary_is_readable_too()
    {
        Cli.Result result = await Cli.Run("replay", _folder.File("AAA_1d.csv", Csv(SomeBars.Random(seed: 1, count: 30))));

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"bars\s+30\n", result.Output);
        Assert.Matches(@"digest\s+[0-9a-f]{64}\n", result.Output);
    }

    [Theory]
    [InlineData("api")]
    [InlineData("api", "--set", "Cluster:Redis=localhost:1")]
    public async Task A_cluster_that_cannot_be_does_not_start_and_says_what_is_missing(params string[] arguments)
    {
        Cli.Result result = await Cli.Run(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Matches(GridRuntime.Name == "Orleans" ? "Cluster:(Redis|PostgreSql) is missing" : "needs Microsoft Orleans", result.Errors);
    }

    [Fact]
    public async Task A_path_that_is_not_there_and_a_folder_without_data_are_errors()
    {
        Cli.Result missing = await Cli.Run("replay", Path.Combine(_folder.Path, "nothing.csv")), empty = await Cli.Run("replay", _folder.Path);

        Assert.Equal((1, 1), (missing.ExitCode, empty.ExitCode));
        Assert.Single(missing.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Single(empty.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("Consensus:EnterScore=5", "Consensus:EnterScore must be between 0.01 and 1, but is 5")]
    [InlineData("Agents:rsi:Oversold=99", "Agents:rsi:Oversold must be between 1 and 50, but is 99")]
    [InlineData("Grid:Shrads=4", "Shrads")]
    [InlineData("Agents:nobody:Period=4", "nobody")]
    [InlineData("Risk:StopAtr=wide", "Risk:StopAtr")]
    public async Task A_wrong_option_stops_the_start_and_is_named_with_its_range_and_value(string setting, string says)
    {
        string bars = _folder.File("AAA_1d.csv", Csv(SomeBars.Random(seed: 1, count: 30)));

        Cli.Result result = await Cli.Run("replay", bars, "--set", setting);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(says, Assert.Single(result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "replay", "--help")]
    [InlineData(0, "--help")]
    [InlineData(2, "replay")]
    [InlineData(2, "replay", "x.csv", "--interval", "fortnight")]
    [InlineData(2, "replay", "x.csv", "--shards", "0")]
    [InlineData(2, "no-such-command")]
    [InlineData(2, "--port", "99999")]
    [InlineData(2, "replay", "x.csv", "--out", "")]
    [InlineData(2, "replay", "x.csv", "--symbols", ",")]
    [InlineData(2, "replay", "x.csv", "--set", "Grid=5")]
    public async Task Wrong_calls_exit_with_2_and_help_with_0(int code, params string[] arguments)
    {
        Cli.Result result = await Cli.Run(arguments);

        Assert.True(code == result.ExitCode, result.Output + result.Errors);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }

    [SharedDataFact]
    public async Task Decades_of_daily_bars_give_all_three_actions_and_the_same_digest_on_any_number_of_shards()
    {
        string[] files = [SharedData.PathOf("daily/MSFT_1d_1990-2022.csv.gz"), SharedData.PathOf("daily/BTCUSDT_1d_2017-2021.csv.gz"), SharedData.PathOf("minute/SPY_1m_20201215-20201218.csv.gz")];

        JsonElement one = await Summary([.. files, "--shards", "1"]), many = await Summary([.. files, "--shards", "64"]);

        Assert.Equal(one.GetProperty("digest").GetString(), many.GetProperty("digest").GetString());
        Assert.Equal(8111 + 1246 + 1564, one.GetProperty("bars").GetInt64());
        Assert.All(new[] { "BUY", "SELL", "HOLD" }, action => Assert.True(one.GetProperty("decisions").GetProperty(action).GetInt64() > 100));
    }
}
