using System.Globalization;
using GoldenSignals.Domain.Options;
using GoldenSignals.Grid.Tests.Support;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.Grid.Tests;

/// <summary>An option that would do nothing, or only harm, is refused before anything starts, by one line that names it.</summary>
public sealed class WrongOptionTests : IDisposable
{
    private const string Bars = "timestamp,open,high,low,close,volume\n2024-01-02,1,2,0.5,1,5\n2024-01-03,1,2,0.5,1,5\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static void Refused(Cli.Result result, params string[] says)
    {
        Assert.True(result.ExitCode == 2, $"{result.ExitCode}: {result.Output}{result.Errors}");
        string error = Assert.Single(result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => line.StartsWith("error: ", StringComparison.Ordinal));
        Assert.All(says, words => Assert.Contains(words, error, StringComparison.Ordinal));
        Assert.DoesNotContain("System.", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Agents:rsi=5", "Agents:rsi")]
    [InlineData("Agents:rsi:Oversold:X=5", "Agents:rsi:Oversold:X")]
    [InlineData("Agents:rsi:Oversold:=3", "Agents:rsi:Oversold:")]
    [InlineData("Agents:rsi:=3", "Agents:rsi:")]
    [InlineData("Agents:=3", "Agents:")]
    [InlineData("Agents:rsi::Oversold=3", "Agents:rsi:")]
    [InlineData("Consensus:EnterScore:X=1", "Consensus:EnterScore:X")]
    [InlineData("Consensus:Method:X:Y=1", "Consensus:Method:X")]
    [InlineData("Consensus:=1", "Consensus:")]
    [InlineData("Risk:AllowShort:0=1", "Risk:AllowShort:0")]
    [InlineData("Grid:Interval:X=1", "Grid:Interval:X")]
    [InlineData("Ticks:MaxAhead:X=1", "Ticks:MaxAhead:X")]
    [InlineData("Sentiment:Lexicon:X=1", "Sentiment:Lexicon:X")]
    [InlineData("Cluster:Redis=localhost:1", "Cluster")]
    [InlineData("Api:MaxStreams=5", "Api")]
    public async Task A_setting_that_reaches_no_option_is_named(string setting, string name) =>
        Refused(await Cli.Run("replay", _folder.File("AAA_1d.csv", Bars), "--set", setting), name);

    [Fact]
    public async Task Beside_a_setting_that_is_right_too() =>
        Refused(await Cli.Run("replay", _folder.File("AAA_1d.csv", Bars), "--set", "Agents:rsi:Oversold=25", "--set", "Agents:rsi=5"), "Agents:rsi ");

    [Theory]
    [InlineData("Api:MaxStreams:X=5", "Api:MaxStreams:X")]
    [InlineData("Cluster:Reddis=localhost:1", "Cluster:Reddis")]
    [InlineData("Cluster:Redis:X=localhost:1", "Cluster:Redis:X")]
    public async Task Nor_does_a_server_start_with_one(string setting, string name)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        Refused(await Cli.Run(["serve", "--port", "0", "--symbols", "1", "--history", "0", "--set", setting], limit.Token), name);
    }

    [Theory]
    [InlineData("--rate", "5", "-0.5 to 1")]
    [InlineData("--rate", "1.0001", "-0.5 to 1")]
    [InlineData("--rate", "-0.51", "-0.5 to 1")]
    [InlineData("--rate", "1e400", "-0.5 to 1")]
    [InlineData("--rate", "Infinity", "-0.5 to 1")]
    [InlineData("--rate", "NaN", "-0.5 to 1")]
    [InlineData("--rate", "abc", "-0.5 to 1")]
    [InlineData("--rate", "", "-0.5 to 1")]
    [InlineData("--rate", "0,05", "-0.5 to 1")]
    [InlineData("--dividend-yield", "7", "-1 to 1")]
    [InlineData("--dividend-yield", "-1.01", "-1 to 1")]
    [InlineData("--dividend-yield", "NaN", "-1 to 1")]
    [InlineData("--dividend-yield", "abc", "-1 to 1")]
    public async Task Terms_that_no_chain_may_have_are_refused_with_their_range(string option, string value, string range)
    {
        string bars = _folder.File("AAA_1d.csv", Bars);
        Refused(await Cli.Run("replay", bars, option, value), option, range, $"'{value}'");
        Refused(await Cli.Run("agents", "score", bars, option, value), option, range, $"'{value}'");
    }

    /// <summary>So that the range in the message, and here, is the one that a chain is held to.</summary>
    [Theory]
    [InlineData("--rate", -0.5), InlineData("--rate", 1), InlineData("--dividend-yield", -1), InlineData("--dividend-yield", 1)]
    public async Task The_ends_of_the_range_are_taken_and_a_chain_with_them_is_read(string option, double end)
    {
        string chain = _folder.File("chain.csv", "underlying,date,expiry,strike,right,bid,ask\nAAA,2024-01-02,2024-02-02,100,C,2,2.1\n");

        Cli.Result result = await Cli.Run("replay", _folder.File("AAA_1d.csv", Bars), chain, option, end.ToString(CultureInfo.InvariantCulture));

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Matches(@"other inputs\s+1\n", result.Output);
        Assert.Matches(@"quarantined\s+0\n", result.Output);
    }

    [Theory]
    [InlineData(1.0001, double.NaN), InlineData(double.NaN, 1.0001), InlineData(double.NaN, -1.0001)]
    public void Beyond_them_a_chain_is_refused(double rate, double dividendYield) =>
        Assert.Equal(OptionChain.RateOutOfRange, new ChainTerms(rate, dividendYield)
            .Chain("AAA", DateTime.UnixEpoch, [new OptionContract(DateTime.UnixEpoch, 1, OptionRight.Call, 1, 1)], double.NaN).Refusal());
}
