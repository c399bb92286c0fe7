using GoldenSignals.Domain.Market;

namespace GoldenSignals.Silo.Feeds;

/// <summary>One value of a file: a bar, or a tick.</summary>
internal struct CsvRow
{
    /// <summary>When it was known, in 100 ns: the end of a bar, the time of a tick or of a later one before it. Never falls within a file.</summary>
    public long KnownAt;
    /// <summary>What the file may still bring from, in 100 ns: the open of a bar, else <see cref="KnownAt"/>.</summary>
    public long Earliest;
    public CsvSymbol Symbol;
    public bool IsBar;
    public Bar Bar;
    public Tick Tick;
}

/// <summary>One symbol of a replay, shared by all files that hold it.</summary>
internal sealed class CsvSymbol(string name)
{
    public string Name => name;

    /// <summary>Open of the bar passed on last.</summary>
    public DateTime LastBarUtc { get; set; }

    /// <summary>Where it was first seen and as what, to notice that another file says otherwise; an interval of zero means ticks.</summary>
    public (string Path, TimeSpan Interval)? Seen { get; set; }
}
