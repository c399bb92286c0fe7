using System.Runtime.CompilerServices;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.Grid.Tests.Support;

/// <summary>A feed of given batches.</summary>
public sealed class Recorded(params IEnumerable<FeedBatch> batches) : IFeed
{
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public string Name => "recorded";

    public async IAsyncEnumerable<FeedBatch> Read([EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask;
        foreach (FeedBatch batch in batches)
            yield return batch;
    }

    /// <summary>Bars of S00, S01… in the order in which they close.</summary>
    public static SymbolBar[] Market(int symbols, int count) =>
    [
        .. Enumerable.Range(0, symbols)
            .SelectMany(i => SomeBars.Random(seed: i + 1, count).Select(bar => new SymbolBar($"S{i:D2}", Minute, bar)))
            .OrderBy(bar => bar.Bar.OpenTimeUtc).ThenBy(bar => bar.Symbol, StringComparer.Ordinal),
    ];

    /// <summary>One batch a minute, with the watermark at its end.</summary>
    public static IEnumerable<FeedBatch> Minutes(SymbolBar[] bars) =>
        bars.GroupBy(bar => bar.Bar.OpenTimeUtc).Select(time => new FeedBatch(default, time.ToArray(), time.Key + Minute));
}
