using GoldenSignals.Domain.Market;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.Feeds.Tests.Support;

internal static class FeedReading
{
    public static async Task<List<FeedBatch>> Batches(this IFeed feed)
    {
        var batches = new List<FeedBatch>();
        await foreach (FeedBatch batch in feed.Read(CancellationToken.None))
        {
            if (batches.Count > 0)
                Assert.True(batch.WatermarkUtc >= batches[^1].WatermarkUtc, "a watermark fell");
            batches.Add(batch);
        }
        return batches;
    }

    public static async Task<Tick[]> Ticks(this IFeed feed) => [.. (await feed.Batches()).SelectMany(batch => batch.Ticks.ToArray())];

    public static async Task<SymbolBar[]> Bars(this IFeed feed) => [.. (await feed.Batches()).SelectMany(batch => batch.Bars.ToArray())];

    public static SortedDictionary<string, long> Quarantined(this IEnumerable<FeedBatch> batches) =>
        new(batches.SelectMany(batch => batch.Quarantined).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value)));
}
