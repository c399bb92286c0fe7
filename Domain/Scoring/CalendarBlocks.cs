namespace GoldenSignals.Domain.Scoring;

/// <summary>A sample's calendar, the bar times of all its symbols, cut into blocks of equal length for the bootstrap.</summary>
/// <remarks>A symbol need not have a bar at every time of the calendar: blocks are long enough to hold, on average over the bars,
/// <c>2h</c> bars of one symbol, and 20 at least.</remarks>
public sealed class CalendarBlocks
{
    private const int MinBars = 20;

    private readonly DateTime[] _times;

    /// <param name="symbols">Bar times of each symbol, rising.</param>
    /// <param name="horizonBars">h.</param>
    public CalendarBlocks(IReadOnlyList<DateTime[]> symbols, int horizonBars)
    {
        _times = [.. symbols.SelectMany(times => times).Distinct().Order()];
        long bars = 0, spans = 0;
        foreach (DateTime[] times in symbols.Where(times => times.Length > 0))
        {
            bars += times.Length;
            spans += PlaceOf(times[^1]) - PlaceOf(times[0]) + 1;
        }
        double timesPerBar = bars == 0 ? 1 : (double)spans / bars;
        Length = (int)Math.Ceiling(Math.Max(MinBars, 2 * horizonBars) * timesPerBar);
        Count = Math.Max(1, _times.Length / Length);
        ShareCut = Math.Min(1, horizonBars * timesPerBar / Length);
    }

    /// <summary>Times of the calendar in a block.</summary>
    public int Length { get; }

    /// <summary>Whole blocks; the rest of the calendar belongs to the last.</summary>
    public int Count { get; }

    /// <summary>Horizon over length of a block.</summary>
    public double ShareCut { get; }

    /// <summary>The block of a bar time.</summary>
    public int Of(DateTime time) => Math.Min(PlaceOf(time) / Length, Count - 1);

    private int PlaceOf(DateTime time) => Array.BinarySearch(_times, time);
}
