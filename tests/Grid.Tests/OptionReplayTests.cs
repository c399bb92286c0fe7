using System.Globalization;
using System.Text.Json;
using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Tests.Support;
using GoldenSignals.Grid.Tests.Support;

namespace GoldenSignals.Grid.Tests;

/// <summary>A replay of real bars with a real chain.</summary>
public sealed class OptionReplayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SharedDataFact]
    public async Task The_chain_of_a_day_is_seen_at_its_bar_and_not_before()
    {
        string decisions = Path.Combine(_folder.Path, "decisions.ndjson"), values = Path.Combine(_folder.Path, "values.csv");

        Cli.Result result = await Cli.Run("replay", SharedData.PathOf("daily/MSFT_1d_1990-2022.csv.gz"), SharedData.PathOf("options/MSFT_chain_20211122.csv.gz"),
            "--rate", "0.001", "--dividend-yield", "0.008", "--out", decisions, "--indicators", values);

        Assert.True(result.ExitCode == 0, result.Errors);
        string[][] rows = [.. File.ReadLines(values).Select(row => row.Split(','))];
        int iv30 = Array.IndexOf(rows[0], "opt_iv_30"), spot = Array.IndexOf(rows[0], "opt_spot");
        string[] seen = rows.Single(row => row[1].StartsWith("2021-11-22", StringComparison.Ordinal));
        Assert.Equal(0.21, double.Parse(seen[iv30], CultureInfo.InvariantCulture), 0.005);
        Assert.InRange(double.Parse(seen[spot], CultureInfo.InvariantCulture), 342.2, 342.35);
        Assert.All(rows.Skip(1).TakeWhile(row => row != seen), row => Assert.Equal("", row[iv30]));

        JsonElement decision = File.ReadLines(decisions).Select(line => JsonDocument.Parse(line).RootElement)
            .Single(decision => decision.GetProperty("time").GetString()!.StartsWith("2021-11-22", StringComparison.Ordinal));
        Dictionary<string, string> reasons = decision.GetProperty("votes").EnumerateArray().ToDictionary(vote => vote.GetProperty("agent").GetString()!, vote => vote.GetProperty("reason").GetString()!);
        string[] options = [.. AgentCatalog.All.Where(agent => agent.Kind == AgentKind.Options).Select(agent => agent.Id)];
        Assert.All(options, id => Assert.NotEqual("no-chain", reasons[id]));
        Assert.Equal("insufficient-history", reasons["iv-rank"]);
        Assert.Contains(options, id => reasons[id] == "no-open-interest");
        Assert.Contains("put-call-parity", options);
        Assert.Contains("iv-term-structure", options);
    }
}
