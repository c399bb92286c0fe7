using GoldenSignals.Feeds.Tests.Support;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage;
using GoldenSignals.Silo.Storage.History;
using Microsoft.Extensions.Logging.Abstractions;

namespace GoldenSignals.Storage.Tests.History;

/// <summary>A history in a temporary folder, with small blocks so that few rows make many of them, and a clock that stands.</summary>
internal sealed class HistoryFixture : IDisposable
{
    public static readonly RunShape Small = new(SliceRows: 50, BlockBytes: 600);

    public string Folder { get; } = Directory.CreateTempSubdirectory("gs-history-").FullName;

    public ManualTime Clock { get; } = new(SomeRecords.Start);

    public HistoryOptions Options { get; init; } = new() { FlushRows = 10_000_000 };

    public string Path => DataFolder.HistoryOf(Folder);

    public string[] Runs => [.. Directory.GetFiles(Path, "*" + RunFile.Extension).Order(StringComparer.Ordinal)];

    public FileHistory Open(Func<string, FileMode, ISegmentFile>? create = null, RunShape? shape = null) =>
        new(new HistoryFolder(Path, create), Options, Clock, NullLogger.Instance, shape ?? Small);

    public static HistoryQuery All { get; } = new(null, null, DateTime.MinValue, DateTime.MaxValue, int.MaxValue);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Everything that is asked for in many ways is as the model says.</summary>
    public static async Task Check(IHistory history, HistoryModel model, Random random, int queries)
    {
        Assert.Equal(model.BarsOf(All), await history.Bars(All));
        Assert.Equal(model.DecisionsOf(All), await history.Decisions(All));
        Assert.Equal(model.SignalsOf(All), await history.Signals(All));
        for (int i = 0; i < queries; i++)
        {
            HistoryQuery query = Some(random, model);
            Assert.Equal(model.BarsOf(query).Take(query.Limit), await history.Bars(query));
            Assert.Equal(model.DecisionsOf(query).Take(query.Limit), await history.Decisions(query));
            Assert.Equal(model.SignalsOf(query).Take(query.Limit), await history.Signals(query));
        }
    }

    private static HistoryQuery Some(Random random, HistoryModel model)
    {
        DateTime first = model.Decisions.Min(row => row.BarTimeUtc).AddHours(-1), last = model.Decisions.Max(row => row.BarTimeUtc).AddHours(1);
        DateTime from = random.Next(3) == 0 ? DateTime.MinValue : Between(), to = random.Next(3) == 0 ? DateTime.MaxValue : Between();
        DecisionRow at = model.Decisions[random.Next(model.Decisions.Count)];
        return new(
            random.Next(3) switch { 0 => null, 1 => at.Symbol, _ => SomeRecords.Name(random.Next(14)) },
            random.Next(2) == 0 ? null : (Domain.Consensus.SignalAction)random.Next(3),
            from, to, random.Next(4) == 0 ? int.MaxValue : random.Next(60),
            random.Next(2) == 0 ? null : HistoryModel.PlaceOf(model.Decisions[random.Next(model.Decisions.Count)]));

        DateTime Between() => first + TimeSpan.FromMinutes(random.Next((int)(last - first).TotalMinutes));
    }
}
