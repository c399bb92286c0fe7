using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage;
using GoldenSignals.Silo.Storage.History;

namespace GoldenSignals.Storage.Tests.History;

/// <summary>Days go when all of them is past retention, each kind after its own time.</summary>
public sealed class RetentionTests : IDisposable
{
    private static readonly RetentionOptions s_retention = new() { RawBars = TimeSpan.FromDays(10), Decisions = TimeSpan.FromDays(5), Signals = TimeSpan.FromDays(20) };

    private readonly HistoryFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Days_past_retention_go_and_a_dry_run_only_says_so()
    {
        await using FileHistory history = _fixture.Open();
        for (int day = 0; day < 15; day++)
            await history.Add(0, FileHistoryTests.Bars(day + 1, "A", SomeRecords.Start.Date.AddDays(-day), 3));
        await history.Flush();
        string[] runs = _fixture.Runs;

        Pruned[] would = await history.Prune(s_retention, dryRun: true);
        Assert.Equal(runs, _fixture.Runs);
        Assert.Equal(30, runs.Length);
        Assert.Equal(would, await history.Prune(s_retention, dryRun: false));
        // The clock stands at 22:00: the day 10 days ago still has hours that are to be kept, the one before it has none.
        Assert.Equal(SomeRecords.Start.Date.AddDays(-10), (await history.Bars(HistoryFixture.All)).Min(bar => bar.Bar.OpenTimeUtc));
        Assert.Equal(SomeRecords.Start.Date.AddDays(-5), (await history.Decisions(HistoryFixture.All)).Min(row => row.BarTimeUtc));
        Assert.Equal(4 + 9, would.Length);
        Assert.Equal(runs.Length - would.Length, _fixture.Runs.Length);
        Assert.All(would, gone => Assert.False(File.Exists(Path.Combine(_fixture.Path, gone.Name))));
        Assert.Equal(SomeRecords.Start.Date.AddDays(-14).AddMinutes(2), would[0].UntilUtc);

        Assert.Empty(await history.Prune(s_retention, dryRun: false));
        Assert.Equal(15, await history.Position(0));
        await HistoryFixture.Check(_fixture.Open(), Model(await history.Decisions(HistoryFixture.All), await history.Bars(HistoryFixture.All)), new(1), 5);
    }

    [Fact]
    public async Task The_janitor_drops_at_the_start_and_every_hour_and_asks_the_journal()
    {
        await using FileHistory history = _fixture.Open();
        var journal = new Journal();
        await history.Add(0, FileHistoryTests.Bars(1, "A", SomeRecords.Start.Date.AddDays(-10), 3));
        await history.Flush();
        using var janitor = new Janitor(Microsoft.Extensions.Options.Options.Create(s_retention), _fixture.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<Janitor>.Instance, history, journal);
        await janitor.StartAsync(default);
        await journal.Asked.WaitAsync();
        Assert.Single(_fixture.Runs);                                     // the decisions
        _fixture.Clock.Advance(TimeSpan.FromDays(2));
        await journal.Asked.WaitAsync();
        Assert.Empty(_fixture.Runs);
        Assert.Equal([(SomeRecords.Start - s_retention.Indicators, false), (SomeRecords.Start.AddDays(2) - s_retention.Indicators, false)], journal.Questions);
        await janitor.StopAsync(default);
    }

    [Fact]
    public async Task A_janitor_that_fails_once_goes_on()
    {
        var journal = new Journal { Fails = true };
        using var janitor = new Janitor(Microsoft.Extensions.Options.Options.Create(s_retention), _fixture.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<Janitor>.Instance, null, journal);
        await janitor.StartAsync(default);
        await journal.Asked.WaitAsync();
        _fixture.Clock.Advance(TimeSpan.FromHours(1));
        await journal.Asked.WaitAsync();
        await janitor.StopAsync(default);
    }

    [Fact]
    public void A_retention_out_of_range_is_refused_by_name()
    {
        Assert.Equal(new RetentionOptions(), OptionRules.Validated(new RetentionOptions(), "Retention"));
        var wrong = Assert.Throws<ValidationException>(() => OptionRules.Validated(new RetentionOptions { Signals = TimeSpan.FromHours(1) }, "Retention"));
        Assert.StartsWith("Retention:Signals must be between 1.00:00:00 and", wrong.Message, StringComparison.Ordinal);
    }

    private static HistoryModel Model(IEnumerable<DecisionRow> decisions, IEnumerable<Domain.Market.SymbolBar> bars)
    {
        var model = new HistoryModel();
        model.Decisions.AddRange(decisions);
        model.Bars.AddRange(bars);
        return model;
    }

    private sealed class Journal : IJournalPruning
    {
        public SemaphoreSlim Asked { get; } = new(0);
        public List<(DateTime, bool)> Questions { get; } = [];
        public bool Fails { get; init; }

        public Task<Pruned[]> Prune(DateTime beforeUtc, bool dryRun, CancellationToken cancel = default)
        {
            Questions.Add((beforeUtc, dryRun));
            Asked.Release();
            return Fails ? throw new IOException("the disk is gone") : Task.FromResult<Pruned[]>([]);
        }
    }
}
