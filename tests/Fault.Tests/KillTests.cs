using GoldenSignals.Benchmarks.Faults;
using GoldenSignals.Grid.Tests.Support;
using Xunit.Abstractions;

namespace GoldenSignals.Fault.Tests;

/// <summary>A served grid killed with SIGKILL at random moments, while it starts, takes ticks, decides and writes snapshots.</summary>
/// <remarks><c>benchmarks faults --kills 100</c> does the same for longer and says what it cost.</remarks>
public class KillTests(ITestOutputHelper output)
{
    [KillFact]
    public async Task Twenty_kills_lose_nothing_that_was_acknowledged_and_double_nothing()
    {
        using var folder = new TempFolder();

        KillRun.Result result = await new KillRun(Kills: 20, Seed: 1, MaxLife: 1.4).Run(folder.Path);

        output.WriteLine($"{result}; {result.Journal}");
        Assert.Empty(result.Complaints);
        Assert.Equal((0L, 0L, 0, 0), (result.Journal.Lost, result.Journal.Doubled, result.Journal.Different, result.Journal.Mistold));
        Assert.True(result.Acknowledged > 0 && result.Journal.Decisions > 0 && result.SentAgain > 0);
        await NoticesWhatIsMissing(folder, result);
    }

    [KillFact]
    public async Task A_simulated_market_that_was_killed_replays_to_the_bit()
    {
        using var folder = new TempFolder();
        var random = new Random(1);
        for (int kill = 0; kill < 5; kill++)
        {
            using var grid = new ServedGrid(folder.Path, symbols: 30, "1s", ("Grid:Shards", "8"), ("Snapshots:Interval", "00:00:01"), ("History:FlushAge", "00:00:01"));
            Assert.NotNull(await grid.Url);
            await Task.Delay(random.Next(1_500));
            grid.Kill();
            await grid.Gone();
            Assert.Equal("", grid.Errors);
        }

        (int code, string said) = await ServedGrid.Run("replay", "--journal", folder.Path);
        output.WriteLine(said);
        Assert.Equal(0, code);
    }

    /// <summary>The verdict is worth something: without its last files the same journal does not pass.</summary>
    private static async Task NoticesWhatIsMissing(TempFolder folder, KillRun.Result result)
    {
        File.Delete(Directory.GetFiles(Path.Combine(folder.Path, "journal")).Max(StringComparer.Ordinal)!);
        JournalAudit audit = await JournalAudit.Of(folder.Path, result.Sent, result.Sent.Keys.ToDictionary(symbol => symbol, _ => Array.Empty<string>()));
        Assert.True(audit.Lost > 0, $"{audit}");
    }
}

/// <summary>A test that kills processes; skipped where that is done otherwise.</summary>
public sealed class KillFactAttribute : FactAttribute
{
    public KillFactAttribute() => Skip = OperatingSystem.IsWindows() ? "there is no SIGKILL on Windows" : null;
}
