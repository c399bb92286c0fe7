using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Domain.Tests.Support;
using GoldenSignals.Grid.Tests.Support;

namespace GoldenSignals.Grid.Tests;

/// <summary><c>agents</c> as a user meets it.</summary>
public sealed class AgentsCommandTests : IDisposable
{
    private const int Bars = 900;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Csv(string name, IEnumerable<Bar> bars)
    {
        var text = new StringBuilder("timestamp,open,high,low,close,volume\n");
        foreach (Bar bar in bars)
            text.Append(CultureInfo.InvariantCulture, $"{bar.OpenTimeUtc:yyyy-MM-ddTHH:mm:ssZ},{bar.Open:R},{bar.High:R},{bar.Low:R},{bar.Close:R},{bar.Volume:R}\n");
        return _folder.File(name, text.ToString());
    }

    private static async Task<JsonObject> Scores(params string[] arguments)
    {
        Cli.Result result = await Cli.Run(["agents", "score", "--json", "--resamples", "100", .. arguments]);
        Assert.True(result.ExitCode == 0, result.Errors);
        return JsonNode.Parse(result.Output)!.AsObject();
    }

    private static string Text(JsonObject scores, params string[] without)
    {
        foreach (string name in (string[])["timing", .. without])
            scores.Remove(name);
        return scores.ToJsonString();
    }

    [Fact]
    public async Task Everybody_is_scored_in_each_sample_at_each_horizon_and_again_the_same()
    {
        string a = Csv("AAA_1m.csv", SomeBars.Random(seed: 21, count: Bars)), b = Csv("BBB_1m.csv", SomeBars.Random(seed: 22, count: Bars));

        JsonObject once = await Scores(a, b, "--horizon", "20,5"), again = await Scores(a, b, "--horizon", "20,5");

        JsonArray voters = once["voters"]!.AsArray();
        Assert.Superset(AgentCatalog.Ids.ToHashSet(), voters.Select(voter => voter!["id"]!.GetValue<string>()).ToHashSet());
        Assert.Equal(["agent", "baseline", "consensus"], voters.Select(voter => voter!["group"]!.GetValue<string>()).Distinct().Order());
        Assert.All(voters, voter => Assert.Equal(
            [("inSample", 5), ("inSample", 20), ("outOfSample", 5), ("outOfSample", 20)],
            voter!["scores"]!.AsArray().Select(score => (score!["sample"]!.GetValue<string>(), score["horizon"]!.GetValue<int>()))));
        Assert.All(voters, voter => Assert.True(once["timing"]!["nanosecondsPerEvaluation"]![voter!["id"]!.GetValue<string>()]!.GetValue<double>() > 0));

        JsonNode supertrend = voters.Single(voter => voter!["id"]!.GetValue<string>() == "supertrend")!["scores"]![0]!;
        Assert.InRange(supertrend["votes"]!.GetValue<int>(), 900, 2 * Bars);
        Assert.InRange(supertrend["hitRate"]!.GetValue<double>(), supertrend["hitLow"]!.GetValue<double>(), supertrend["hitHigh"]!.GetValue<double>());
        Assert.Equal(voters.Count, once["correlations"]!["inSample"]!.AsArray().Count);
        Assert.Equal(["inSample", "outOfSample"], once["equity"]!.AsArray().Where(curve => curve!["voter"]!.GetValue<string>().StartsWith("consensus", StringComparison.Ordinal))
            .Select(curve => curve!["sample"]!.GetValue<string>()).Distinct());
        Assert.Contains(once["data"]!.AsArray(), line => line!.GetValue<string>().StartsWith("Survivorship", StringComparison.Ordinal));
        Assert.Contains(once["data"]!.AsArray(), line => line!.GetValue<string>().StartsWith("Adjustment", StringComparison.Ordinal));
        Assert.Equal(Text(once), Text(again));
    }

    [Fact]
    public async Task What_lies_after_the_split_changes_nothing_in_sample()
    {
        const int Split = 600;
        Bar[] bars = SomeBars.Random(seed: 23, count: Bars), other = [.. bars[..Split], .. SomeBars.Random(seed: 24, count: Bars, start: 500)[Split..]];
        string split = SomeBars.Start.AddMinutes(Split).ToString("O", CultureInfo.InvariantCulture);
        string one = Csv("AAA_1m.csv", bars);
        JsonObject before = await Scores(one, "--split", split);
        Csv("AAA_1m.csv", other);
        JsonObject after = await Scores(one, "--split", split), blind = await Scores(one, "--split", split, "--in-sample-only");

        static IEnumerable<string> InSample(JsonObject scores) =>
            from voter in scores["voters"]!.AsArray()
            from score in voter["scores"]!.AsArray()
            where score["sample"]!.GetValue<string>() == "inSample"
            let text = score.AsObject().DeepClone().AsObject()
            where text.Remove("q")
            select text.ToJsonString();
        Assert.Equal(InSample(before), InSample(after));
        Assert.Equal(InSample(before), InSample(blind));
        Assert.NotEqual(before["voters"]!.ToJsonString(), after["voters"]!.ToJsonString());
        Assert.DoesNotContain("outOfSample", blind["voters"]!.ToJsonString() + blind["equity"] + blind["correlations"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Costs_take_from_equity_and_leave_hit_rates_alone()
    {
        string bars = Csv("AAA_1m.csv", SomeBars.Random(seed: 25, count: Bars));

        JsonObject free = await Scores(bars, "--half-spread", "0", "--slippage", "0"), dear = await Scores(bars, "--half-spread", "20", "--slippage", "10");

        static double Return(JsonObject scores) => scores["equity"]![0]!["strategy"]!["return"]!.GetValue<double>();
        static double BreakEven(JsonObject scores) => scores["equity"]![0]!["breakEvenBps"]!.GetValue<double>();
        Assert.True(Return(free) > Return(dear));
        Assert.Equal(BreakEven(free), BreakEven(dear), 9);
        Assert.Equal(free["voters"]![0]!["scores"]![0]!["hitRate"]!.GetValue<double>(), dear["voters"]![0]!["scores"]![0]!["hitRate"]!.GetValue<double>());
    }

    [Fact]
    public async Task The_page_stands_alone_and_is_well_formed_whatever_stands_in_the_data_notes()
    {
        string bars = Csv("AAA_1m.csv", SomeBars.Random(seed: 26, count: Bars)), page = Path.Combine(_folder.Path, "report.html");

        Cli.Result result = await Cli.Run("agents", "score", bars, "--html", page, "--resamples", "100", "--data-note", "<script>alert('&')</script>");

        Assert.True(result.ExitCode == 0, result.Errors);
        string html = await File.ReadAllTextAsync(page);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("(src|href)=|url\\(|@import|https?:", html);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme:dark", html, StringComparison.Ordinal);
        string body = Regex.Replace(html[html.IndexOf("<body>", StringComparison.Ordinal)..].Replace("</html>", "", StringComparison.Ordinal), "<br>", "");
        XElement parsed = XElement.Parse(body);                                            // every tag is closed, every value escaped
        Assert.All((string[])["in", "out", "hold", "hot"], css => Assert.Contains(parsed.Descendants(), element => element.Attribute("class")?.Value == css));
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        Assert.Contains("IN-SAMPLE, horizon 5 bars", result.Output, StringComparison.Ordinal);
        Assert.Contains("OUT OF SAMPLE, horizon 60 bars", result.Output, StringComparison.Ordinal);
        Assert.Contains("OUT OF SAMPLE, equity after costs", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_of_the_agents_are_taken_and_named_when_wrong()
    {
        string bars = Csv("AAA_1m.csv", SomeBars.Random(seed: 27, count: Bars));

        JsonObject plain = await Scores(bars), wider = await Scores(bars, "--set", "Agents:rsi:Oversold=45", "--set", "Agents:rsi:Overbought=55");
        Cli.Result wrong = await Cli.Run("agents", "score", bars, "--set", "Agents:rsi:Oversold=99");

        static int Votes(JsonObject scores) => scores["voters"]!.AsArray().Single(voter => voter!["id"]!.GetValue<string>() == "rsi")!["scores"]![0]!["votes"]!.GetValue<int>();
        Assert.True(Votes(wider) > Votes(plain));
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("Agents:rsi:Oversold must be between 1 and 50, but is 99", wrong.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--horizon", "0")]
    [InlineData("--horizon", "5,x")]
    [InlineData("--horizon", "5,5")]
    [InlineData("--horizon", "")]
    [InlineData("--split", "1.5")]
    [InlineData("--split", "yesterday")]
    [InlineData("--split", "2099-01-01")]
    [InlineData("--embargo", "-1")]
    [InlineData("--half-spread", "900")]
    [InlineData("--slippage", "NaN")]
    [InlineData("--resamples", "5")]
    [InlineData("--seed", "one")]
    [InlineData("--set", "Grid:Shards=4")]
    [InlineData("--symbols", ",")]
    [InlineData("--nonsense", "5")]
    public async Task A_wrong_option_is_named_and_exits_with_2(string option, string value)
    {
        Cli.Result result = await Cli.Run("agents", "score", Csv("AAA_1m.csv", SomeBars.Random(seed: 28, count: 50)), option, value);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"error: ", result.Errors, StringComparison.Ordinal);
        Assert.Contains(option, result.Errors, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Bars_of_two_lengths_are_not_scored_together_unless_one_is_asked_for()
    {
        string minutes = Csv("AAA_1m.csv", SomeBars.Random(seed: 29, count: Bars));
        string fives = Csv("BBB_5m.csv", SomeBars.Random(seed: 30, count: 200).Select(bar => bar with { OpenTimeUtc = SomeBars.Start.AddMinutes(5 * (bar.OpenTimeUtc - SomeBars.Start).TotalMinutes) }));

        Cli.Result mixed = await Cli.Run("agents", "score", minutes, fives);
        JsonObject built = await Scores(minutes, fives, "--interval", "5m");

        Assert.Equal(2, mixed.ExitCode);
        Assert.Contains("give --interval", mixed.Errors, StringComparison.Ordinal);
        Assert.Equal([("AAA", Bars / 5), ("BBB", 200)], built["symbols"]!.AsArray().Select(symbol => (symbol!["symbol"]!.GetValue<string>(), symbol["bars"]!.GetValue<int>())));
    }

    [Fact]
    public async Task A_page_never_replaces_an_input_and_what_fails_leaves_none()
    {
        string bars = Csv("AAA_1m.csv", SomeBars.Random(seed: 31, count: 100)), page = Path.Combine(_folder.Path, "report.html"), before = await File.ReadAllTextAsync(bars);

        Cli.Result self = await Cli.Run("agents", "score", bars, "--html", bars), missing = await Cli.Run("agents", "score", bars + ".gone", "--html", page);

        Assert.Equal((2, 1), (self.ExitCode, missing.ExitCode));
        Assert.Equal(before, await File.ReadAllTextAsync(bars));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task The_agents_are_listed_with_everything_that_the_catalogue_knows()
    {
        Cli.Result json = await Cli.Run("agents", "list", "--json"), text = await Cli.Run("agents", "list"), docs = await Cli.Run("agents", "docs");

        JsonElement[] agents = [.. JsonDocument.Parse(json.Output).RootElement.GetProperty("agents").EnumerateArray()];
        Assert.Equal(AgentCatalog.Ids, agents.Select(agent => agent.GetProperty("id").GetString()));
        Assert.All(agents, agent => Assert.All((string[])["kind", "rule", "source"], name => Assert.NotEqual("", agent.GetProperty(name).GetString())));
        JsonElement oversold = agents.Single(agent => agent.GetProperty("id").GetString() == "rsi").GetProperty("options").EnumerateArray().First();
        Assert.Equal(("Oversold", 30, 1, 50), (oversold.GetProperty("name").GetString(), oversold.GetProperty("default").GetDouble(),
            oversold.GetProperty("minimum").GetDouble(), oversold.GetProperty("maximum").GetDouble()));
        Assert.Contains("RSI points", oversold.GetProperty("meaning").GetString(), StringComparison.Ordinal);
        Assert.All(AgentCatalog.Ids, id => Assert.Contains(id, text.Output, StringComparison.Ordinal));
        Assert.All(AgentCatalog.Ids, id => Assert.Matches($@"(?m)^\| `{id}` \|([^|]+\|){{5}}$", docs.Output));
    }

    [Fact]
    public async Task The_table_goes_between_its_lines_in_a_document_and_nowhere_else()
    {
        string document = _folder.File("agents.md", "# Agents\n<!-- agents -->\nold\n<!-- /agents -->\nby hand\n"), other = _folder.File("other.md", "by hand\n");

        Cli.Result put = await Cli.Run("agents", "docs", "--into", document), again = await Cli.Run("agents", "docs", "--into", document), wrong = await Cli.Run("agents", "docs", "--into", other);

        Assert.Equal((0, 0, 2), (put.ExitCode, again.ExitCode, wrong.ExitCode));
        Assert.Equal($"# Agents\n<!-- agents -->\n{(await Cli.Run("agents", "docs")).Output}<!-- /agents -->\nby hand\n", await File.ReadAllTextAsync(document));
        Assert.Equal("by hand\n", await File.ReadAllTextAsync(other));
    }

    /// <summary>An agent that is not on it yet fails nothing.</summary>
    [Fact]
    public async Task The_page_of_agents_tells_nothing_that_is_not_so()
    {
        string[] page = await File.ReadAllLinesAsync(Path.Combine(Cli.Repository, "docs", "agents.md"));
        string[] rows = page[(Array.IndexOf(page, "<!-- agents -->") + 1)..Array.IndexOf(page, "<!-- /agents -->")];
        string[] stale = [.. rows.Except((await Cli.Run("agents", "docs")).Output.Split('\n'))];
        Assert.True(rows.Length > 50 && stale.Length == 0, $"docs/agents.md is out of date (./run agents docs --into docs/agents.md): {string.Join('\n', stale)}");
    }

    [Fact]
    public async Task What_is_scored_is_what_the_grid_decides_the_market_as_a_whole_included()
    {
        Bar[][] bars = [.. Enumerable.Range(0, 22).Select(symbol => SomeBars.Random(seed: 40 + symbol, count: 300))];
        for (int symbol = 0; symbol < bars.Length; symbol++)
            Csv($"S{symbol:D2}_1m.csv", bars[symbol]);

        Cli.Result replayed = await Cli.Run("replay", _folder.Path, "--json");

        var loop = new MarketLoop(new DecisionModel());
        using var digest = new DecisionDigest();
        for (int t = 0; t < 300; t++)
            for (int symbol = 0; symbol < bars.Length; symbol++)
                digest.Add(loop.Next(new($"S{symbol:D2}", TimeSpan.FromMinutes(1), bars[symbol][t])).Decision);
        Assert.Equal(JsonDocument.Parse(replayed.Output).RootElement.GetProperty("digest").GetString(), DecisionDigest.Total(digest.Symbols()));
    }

    [SharedDataFact]
    public async Task Decades_of_daily_bars_of_thirty_symbols_score()
    {
        JsonObject scores = await Scores(SharedData.PathOf("daily"));

        Assert.Equal(30, scores["symbols"]!.AsArray().Count);
        JsonNode supertrend = scores["voters"]!.AsArray().Single(voter => voter!["id"]!.GetValue<string>() == "supertrend")!["scores"]![0]!;
        Assert.InRange(supertrend["effectiveVotes"]!.GetValue<double>(), 500, supertrend["votes"]!.GetValue<int>() / 5.0);
        Assert.InRange(scores["timing"]!["seconds"]!.GetValue<double>(), 0, 60);
    }
}
