using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage.History;

namespace GoldenSignals.Storage.Tests.History;

/// <summary>Signals of the last 24 hours by symbol and action.</summary>
public sealed class InsightTests : IDisposable
{
    private readonly HistoryFixture _fixture = new();
    private long _sequence;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task They_count_signals_by_symbol_and_action_with_mean_and_last()
    {
        DateTime now = SomeRecords.Start;
        await using FileHistory history = _fixture.Open();
        await Signal(history, "B", now.AddHours(-2), SignalAction.Buy, 0.6);
        await Signal(history, "A", now.AddHours(-3), SignalAction.Sell, 0.9);
        await Signal(history, "A", now.AddHours(-1), SignalAction.Buy, 0.5);
        await Signal(history, "A", now.AddHours(-20), SignalAction.Buy, 0.7);
        await Signal(history, "A", now.AddHours(-25), SignalAction.Buy, 0.1);
        await history.Add(0, FileHistoryTests.Bars(++_sequence, "C", now.AddHours(-1), 5));                   // decisions that change nothing
        SignalInsights insights = await history.Insights();
        Assert.Equal(now, insights.RefreshedUtc);
        Assert.Equal(
            [new("A", SignalAction.Buy, 2, 0.6, now.AddHours(-1)), new("A", SignalAction.Sell, 1, 0.9, now.AddHours(-3)), new("B", SignalAction.Buy, 1, 0.6, now.AddHours(-2))],
            insights.Rows.Select(row => row with { MeanConfidence = Math.Round(row.MeanConfidence, 12) }));
    }

    [Fact]
    public async Task They_are_refreshed_every_five_minutes_and_forget_what_is_a_day_old()
    {
        DateTime now = SomeRecords.Start;
        await using FileHistory history = _fixture.Open();
        await Signal(history, "A", now.AddHours(-24).AddMinutes(3), SignalAction.Buy, 0.6);
        Assert.Single((await history.Insights()).Rows);
        await Signal(history, "B", now, SignalAction.Buy, 0.6);
        _fixture.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        Assert.Equal("A", Assert.Single((await history.Insights()).Rows).Symbol);
        _fixture.Clock.Advance(TimeSpan.FromTicks(1));
        SignalInsights fresh = await history.Insights();
        Assert.Equal("B", Assert.Single(fresh.Rows).Symbol);
        Assert.Equal(now.AddMinutes(5), fresh.RefreshedUtc);
    }

    [Fact]
    public async Task A_signal_that_is_told_again_counts_once()
    {
        await using FileHistory history = _fixture.Open();
        await Signal(history, "A", SomeRecords.Start.AddHours(-1), SignalAction.Buy, 0.6);
        await history.Flush();
        _sequence--;
        await Signal(history, "A", SomeRecords.Start.AddHours(-1), SignalAction.Buy, 0.6);
        Assert.Equal(1, Assert.Single((await history.Insights()).Rows).Count);
    }

    [Fact]
    public async Task A_bar_ahead_of_the_clock_counts_when_its_time_has_come()
    {
        await using FileHistory history = _fixture.Open();
        await Signal(history, "A", SomeRecords.Start.AddMinutes(1), SignalAction.Buy, 0.6);
        Assert.Empty((await history.Insights()).Rows);
        _fixture.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Single((await history.Insights()).Rows);
    }

    [Fact]
    public async Task After_a_restart_they_are_the_same()
    {
        var random = new Random(2);
        SignalInsights before;
        await using (FileHistory history = _fixture.Open())
        {
            for (int i = 0; i < 300; i++)
                await Signal(history, $"S{random.Next(9)}", SomeRecords.Start.AddMinutes(-random.Next(2_000)).AddSeconds(-i), (SignalAction)random.Next(3), random.NextDouble());
            before = await history.Insights();
        }
        SignalInsights after = await _fixture.Open().Insights();
        Assert.Equal(before.Rows.Select(Rounded), after.Rows.Select(Rounded));
        Assert.InRange(after.Rows.Sum(row => row.Count), 150, 290);

        static SignalInsight Rounded(SignalInsight row) => row with { MeanConfidence = Math.Round(row.MeanConfidence, 12) };
    }

    private async Task Signal(FileHistory history, string symbol, DateTime time, SignalAction action, double confidence) => await history.Add(0, SomeRecords.Record(++_sequence,
        [new Bar(time, 1, 1, 1, 1, 1)], [SomeRecords.Decided(symbol, TimeSpan.FromMinutes(1), time, 1, action, (SignalAction)(((int)action + 1) % 3), confidence)]));
}
