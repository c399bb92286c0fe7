using GoldenSignals.Domain.Storage;

namespace GoldenSignals.Domain.Market;

/// <summary>The last N closed bars of one symbol, in time order. Grows as bars come, so a young symbol stays small.</summary>
/// <remarks>Not thread-safe. 48 bytes a bar, in chunks: growing copies nothing and leaves no garbage behind.</remarks>
public sealed class BarWindow
{
    public const int DefaultCapacity = 512, MinCapacity = 64, MaxCapacity = 4096;

    private const int ChunkBars = 16;

    private readonly Bar[]?[] _chunks;                              // a ring of Capacity places
    private int _next;                                              // where the next bar goes; the oldest bar once the ring is full

    /// <param name="capacity">Bars kept, 64…4096.</param>
    public BarWindow(int capacity = DefaultCapacity)
    {
        if (capacity is < MinCapacity or > MaxCapacity)
            throw new ArgumentOutOfRangeException(nameof(capacity), capacity, $"A window holds {MinCapacity} to {MaxCapacity} bars.");
        Capacity = capacity;
        _chunks = new Bar[]?[(capacity + ChunkBars - 1) / ChunkBars];
    }

    public int Capacity { get; }
    public int Count { get; private set; }

    /// <summary>Bars ever added, those that have left the window included.</summary>
    public long TotalSeen { get; private set; }

    /// <exception cref="InvalidOperationException">There is no bar yet.</exception>
    public ref readonly Bar Last => ref Count > 0 ? ref this[0] : ref Missing();

    /// <summary>A bar by age: 0 is the newest, <see cref="Count"/> − 1 the oldest.</summary>
    public ref readonly Bar this[int barsAgo]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)barsAgo, (uint)Count, nameof(barsAgo));
            int index = _next - 1 - barsAgo;
            return ref At(index < 0 ? index + Capacity : index);
        }
    }

    /// <summary>Adds the newest bar; the oldest leaves when the window is full.</summary>
    /// <exception cref="ArgumentException">The bar is not after the last one.</exception>
    public void Add(in Bar bar)
    {
        if (Count > 0 && bar.OpenTimeUtc <= Last.OpenTimeUtc)
            throw new ArgumentException($"The bar of {bar.OpenTimeUtc:O} is not after the last one, {Last.OpenTimeUtc:O}.", nameof(bar));
        _chunks[_next / ChunkBars] ??= new Bar[ChunkBars];
        At(_next) = bar;
        _next = _next + 1 == Capacity ? 0 : _next + 1;
        Count = Math.Min(Count + 1, Capacity);
        TotalSeen++;
    }

    /// <summary>Bars with <paramref name="fromUtc"/> ≤ open time &lt; <paramref name="toUtc"/>, oldest first; of more than <paramref name="limit"/> the newest.</summary>
    public Bar[] Range(DateTime fromUtc, DateTime toUtc, int limit = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        int first = FirstFrom(fromUtc), end = FirstFrom(toUtc);
        first = Math.Max(first, end - Math.Min(limit, Count));
        if (first >= end)
            return [];
        var bars = new Bar[end - first];
        for (int i = 0; i < bars.Length; i++)
            bars[i] = this[Count - 1 - (first + i)];
        return bars;
    }

    /// <summary>The newest bars, oldest first.</summary>
    public Bar[] Newest(int limit = int.MaxValue) => Range(DateTime.MinValue, DateTime.MaxValue, limit);

    public void Save(StateWriter to)
    {
        to.Int(Capacity);
        to.Int(TotalSeen);
        to.Int(Count);
        for (int i = Count - 1; i >= 0; i--)
            BarCodec.Write(to, this[i], fromUtc: Following(i + 1));
    }

    /// <summary>Makes a fresh window what another of the same capacity was.</summary>
    /// <exception cref="InvalidDataException">The bytes are of another layout.</exception>
    public void Restore(StateReader from)
    {
        from.Same(Capacity, "bars of a window");
        long seen = from.Int();
        int count = from.Count(BarCodec.LeastBytes);
        if (count > Capacity || (count == Capacity ? seen < count : seen != count))
            throw from.Wrong($"{count} bars in a window of {Capacity} that has seen {seen}");
        for (int i = 0; i < count; i++)
        {
            Bar bar = BarCodec.Read(from, fromUtc: Following(0));
            if (i > 0 && bar.OpenTimeUtc <= Last.OpenTimeUtc)
                throw from.Wrong($"the bar of {bar.OpenTimeUtc:O} is not after the last one");
            Add(bar);
        }
        TotalSeen = seen;
    }

    /// <summary>When the next bar opens if it comes as long after the one of this age as that came after its own; mostly it does.</summary>
    private DateTime Following(int barsAgo) =>
        barsAgo >= Count ? default
        : barsAgo == Count - 1 ? this[barsAgo].OpenTimeUtc
        : new(Math.Min(2 * this[barsAgo].OpenTimeUtc.Ticks - this[barsAgo + 1].OpenTimeUtc.Ticks, DateTime.MaxValue.Ticks), DateTimeKind.Utc);

    /// <summary>Index, counted from the oldest bar, of the first bar at or after a time.</summary>
    private int FirstFrom(DateTime timeUtc)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (this[Count - 1 - middle].OpenTimeUtc < timeUtc)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private ref Bar At(int place) => ref _chunks[place / ChunkBars]![place % ChunkBars];

    private static ref readonly Bar Missing() => throw new InvalidOperationException("The window has no bar yet.");
}
