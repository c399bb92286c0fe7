using GoldenSignals.Domain.Market;

namespace GoldenSignals.Silo.Feeds;

/// <summary>What the files of one replay share: the symbols by name, progress, and counts of what was not passed on.</summary>
/// <param name="wanted">Symbols to read; null: all.</param>
/// <param name="interval">Interval that everything is built to; null: each file's own.</param>
internal sealed class CsvContext(IEnumerable<string>? wanted, TimeSpan? interval)
{
    private readonly HashSet<string>? _wanted = wanted is null ? null : [.. wanted];
    private readonly Dictionary<string, CsvSymbol> _symbols = new(StringComparer.Ordinal);
    private Dictionary<string, long> _quarantined = [];
    private long _rows, _bytesRead;

    public TimeSpan? Interval => interval;

    // Read by a progress bar on another thread.
    public long Rows { get => Volatile.Read(ref _rows); set => Volatile.Write(ref _rows, value); }
    public long BytesRead { get => Volatile.Read(ref _bytesRead); set => Volatile.Write(ref _bytesRead, value); }

    public bool Wants(CsvSymbol symbol) => _wanted is null || _wanted.Contains(symbol.Name);

    /// <summary>The symbol of a name, or null if the name is invalid.</summary>
    public CsvSymbol? Find(ReadOnlySpan<char> name)
    {
        var symbols = _symbols.GetAlternateLookup<ReadOnlySpan<char>>();
        if (symbols.TryGetValue(name, out CsvSymbol? symbol))
            return symbol;
        return SymbolName.IsValid(name) ? symbols[name] = new CsvSymbol(name.ToString()) : null;
    }

    public void Quarantine(string refusal) => _quarantined[refusal] = _quarantined.GetValueOrDefault(refusal) + 1;

    /// <summary>The counts since the last call.</summary>
    public Dictionary<string, long> TakeQuarantined()
    {
        Dictionary<string, long> taken = _quarantined;
        if (taken.Count > 0)
            _quarantined = [];
        return taken;
    }

    /// <summary>Holds what a file says of a symbol against what others said; with a given interval bars may differ in length.</summary>
    /// <param name="barInterval">Zero for ticks.</param>
    public void Agree(CsvSymbol symbol, string path, int line, TimeSpan barInterval)
    {
        if (symbol.Seen is not { } seen)
            symbol.Seen = (path, barInterval);
        else if (seen.Interval != barInterval && (interval is null || seen.Interval == default || barInterval == default))
            throw new FeedException(path, line, null,
                $"{symbol.Name} comes as {Kind(barInterval)} here and as {Kind(seen.Interval)} in {seen.Path}; expected one kind{(HasTicks(barInterval, seen) ? "" : ", or a given interval to build from both")}.");
    }

    // Ticks and bars of one symbol have no common order: which comes first would depend on how they are batched.
    private static bool HasTicks(TimeSpan interval, (string, TimeSpan Interval) seen) => interval == default || seen.Interval == default;

    private static string Kind(TimeSpan interval) => interval == default ? "ticks" : $"bars of {CsvSpacing.Text(interval)}";
}
