using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Silo.Feeds;

/// <summary>
/// Replays CSV files (<c>.csv</c>, <c>.csv.gz</c>) of bars, trades, quotes or closes, merged in the order in which things became known:
/// a bar at its end, a tick at its time; equal times by symbol, then by file. So a daily bar never precedes the minutes of its day.
/// </summary>
/// <remarks>
/// Files of JSON lines (<see cref="NewsLines"/>) and chains of options (<see cref="ChainCsv"/>) come along by their times.
/// Columns go by the header, see <see cref="CsvHeader"/>; timestamps as in <see cref="CsvTimestamp"/>. Without a column <c>symbol</c> the
/// file's name gives it, up to the first <c>_</c> or <c>.</c>. Bars carry the spacing of their file. Ticks carry the number of their
/// row among those of the symbol as sequence (where a file has one symbol that is the line) and the file's name as source. All files are looked at (header and first rows) before the first value is passed on; each is then
/// streamed through one buffer. Rows whose values cannot be (NaN, high below low, a repeated bar…) are counted by code in the batches.
/// </remarks>
public sealed class CsvReplay(CsvReplay.Options options) : IFeed
{
    private const int BatchRows = 4096, BufferBudgetBytes = 64 << 20;

    public sealed record Options
    {
        /// <summary>Files, folders (all CSV files below) and globs (<c>*</c>, <c>?</c>, <c>**</c>).</summary>
        [Required, MinLength(1)] public IReadOnlyList<string> Paths { get; init; } = [];
        /// <summary>The interval that bars are wanted in; coarser files are refused, finer ones passed on as they are. Default: each file's own.</summary>
        public TimeSpan? Interval { get; init; }
        /// <summary>Rate, dividends and style of the options in files of chains, which do not tell; default: unknown.</summary>
        public ChainTerms Chains { get; init; } = new();
        /// <summary>Only these symbols; default: all.</summary>
        public IReadOnlyList<string>? Symbols { get; init; }
    }

    private CsvContext _context = new(null, null);
    private long _totalBytes;

    public string Name => "csv";

    /// <summary>Bytes of all files, as they lie on the disk; known once the first batch is there.</summary>
    public long TotalBytes => Volatile.Read(ref _totalBytes);

    /// <summary>Bytes read of them; may be read from any thread, for a progress bar.</summary>
    public long BytesRead => _context.BytesRead;

    /// <summary>Rows read, those left out included.</summary>
    public long Rows => _context.Rows;

    /// <exception cref="FeedException">A path, a header or a row is not what it should be; the message names file and line.</exception>
    public async IAsyncEnumerable<FeedBatch> Read([EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask;                                   // local files are read without waiting
        (CsvFile[] files, InputMerge opened) = Open();
        using InputMerge others = opened;
        using var merge = new CsvMerge(files);
        var inputs = new List<SymbolInput>();
        var ticks = new Tick[BatchRows];
        var bars = new SymbolBar[BatchRows];
        long end = 0, watermark = 0;
        while (merge.HasNext)
        {
            cancel.ThrowIfCancellationRequested();
            int tickCount = 0, barCount = 0;
            for (; merge.HasNext && tickCount < BatchRows && barCount < BatchRows; merge.Advance())
            {
                ref readonly CsvRow row = ref merge.Next.Row;
                end = row.KnownAt;
                while (others.NextTicks <= end)                     // known by then: before the bar that ends there
                    inputs.Add(others.Take());
                if (!row.IsBar)
                    ticks[tickCount++] = row.Tick;
                else if (IsNext(row))
                    bars[barCount++] = new SymbolBar(row.Symbol.Name, merge.Next.Interval, row.Bar);
            }
            watermark = Math.Max(watermark, merge.HasNext ? merge.Earliest : end);
            yield return new FeedBatch(ticks.AsSpan(0, tickCount).ToArray(), bars.AsSpan(0, barCount).ToArray(), new DateTime(watermark, DateTimeKind.Utc))
            {
                Inputs = inputs.ToArray(),
                Quarantined = _context.TakeQuarantined(),
            };
            inputs.Clear();
        }
        while (others.HasNext)
            inputs.Add(others.Take());
        IReadOnlyDictionary<string, long> rest = _context.TakeQuarantined();
        if (inputs.Count > 0)
            watermark = Math.Max(watermark, inputs[^1].TimeUtc.Ticks);
        if (inputs.Count > 0 || rest.Count > 0)
            yield return new FeedBatch(default, default, new DateTime(watermark, DateTimeKind.Utc)) { Inputs = inputs.ToArray(), Quarantined = rest };
    }

    /// <summary>Whether a bar is newer than the symbol's last; a repeated or older one is counted.</summary>
    private bool IsNext(in CsvRow row)
    {
        DateTime open = row.Bar.OpenTimeUtc, last = row.Symbol.LastBarUtc;
        if (open <= last)
        {
            _context.Quarantine(open == last ? Refusal.Duplicate : Refusal.LateBar);
            return false;
        }
        row.Symbol.LastBarUtc = open;
        return true;
    }

    private (CsvFile[] Files, InputMerge Inputs) Open()
    {
        string[] all = CsvPaths.Expand(options.Paths);
        string[] lines = [.. all.Where(CsvPaths.IsLines)], chains = [.. all.Except(lines).Where(ChainCsv.IsChain)], paths = [.. all.Except(lines).Except(chains)];
        var context = new CsvContext(options.Symbols, options.Interval);
        int bufferBytes = Math.Clamp(BufferBudgetBytes / Math.Max(1, paths.Length), 4 << 10, 256 << 10);
        HashSet<string> twice = [.. paths.GroupBy(Path.GetFileName).Where(group => group.Count() > 1).Select(group => group.Key!)];
        CsvFile[] files = [.. paths
            .Select((path, order) => new CsvFile(path, order, twice.Contains(Path.GetFileName(path)) ? path : Path.GetFileName(path), bufferBytes, context))
            .Where(file => file.IsWanted)];
        if (files.Length == 0 && lines.Length + chains.Length == 0)
            throw new FeedException(options.Paths[0], 0, null, $"none of {paths.Length} files holds {string.Join(", ", options.Symbols ?? [])}.");
        Volatile.Write(ref _totalBytes, files.Sum(file => new FileInfo(file.Path).Length));
        _context = context;
        IEnumerable<(string Path, IEnumerable<SymbolInput>)> news = lines.Select(path => (path, Wanted(NewsLines.Load([path]))));
        return (files, new([.. news, .. chains.Select(path => (path, Wanted(new ChainCsv(path, options.Chains, context.Quarantine).Read())))]));
    }

    private IEnumerable<SymbolInput> Wanted(IEnumerable<SymbolInput> inputs) =>
        options.Symbols is null ? inputs : inputs.Where(input => options.Symbols.Contains(input.Symbol));
}
