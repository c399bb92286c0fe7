using GoldenSignals.Domain.Market;

namespace GoldenSignals.Silo.Feeds;

/// <summary>A source of market data. One file each.</summary>
public interface IFeed
{
    /// <summary>What people call it, for logs and metrics.</summary>
    string Name { get; }

    /// <summary>Everything the source has, in batches; awaits nothing but its source, so whoever enumerates sets the pace.</summary>
    /// <exception cref="FeedException">The source cannot be read; what was delivered before stands.</exception>
    IAsyncEnumerable<FeedBatch> Read(CancellationToken cancel);
}

/// <summary>Ticks and closed bars in time order, and the promise that nothing older than the watermark will come. The arrays are the receiver's.</summary>
/// <param name="WatermarkUtc">Never falls from one batch to the next. What a source sends nevertheless later with an older time is late.</param>
public sealed record FeedBatch(ReadOnlyMemory<Tick> Ticks, ReadOnlyMemory<SymbolBar> Bars, DateTime WatermarkUtc)
{
    private static readonly Dictionary<string, long> s_none = [];

    /// <summary>Option chains, news, earnings, in time order.</summary>
    public ReadOnlyMemory<SymbolInput> Inputs { get; init; }

    /// <summary>What the feed itself did not pass on since the batch before, counted by code of <see cref="Refusal"/>.</summary>
    public IReadOnlyDictionary<string, long> Quarantined { get; init; } = s_none;
}

/// <summary>A source cannot be read as what it should be: one message that says where, what was found and what was expected.</summary>
public sealed class FeedException : Exception
{
    /// <param name="line">1 for the first line; 0 if it is about the whole file.</param>
    /// <param name="column">Column of the table, 1 for the first, where it is about one.</param>
    public FeedException(string path, int line, int? column, string message, Exception? inner = null)
        : base($"{path}{(line > 0 ? $":{line}" : "")}{(column is { } c ? $", column {c}" : "")}: {message}", inner) =>
        (Path, Line, Column) = (path, line, column);

    public string Path { get; }
    public int Line { get; }
    public int? Column { get; }
}
