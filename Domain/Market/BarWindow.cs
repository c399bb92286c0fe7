using System.Buffers;
using GoldenSignals.Domain.Storage;

namespace GoldenSignals.Domain.Market;

/// <summary>The last N closed bars of one symbol, in time order. Grows as bars come, so a young symbol stays small.</summary>
/// <remarks>Not thread-safe. Up to 16 of the newest bars as they are; those before packed in blocks of 16, to the bit: some 20 bytes a bar
/// where prices are decimals, 48 where they are not.</remarks>
public sealed class BarWindow
{
    public const int DefaultCapacity = 512, MinCapacity = 64, MaxCapacity = 4096;

    private const int BlockBars = 16;

    private readonly Bar[] _newest = new Bar[BlockBars];            // oldest first
    private readonly byte[]?[] _blocks;                             // a ring
    private int _loose;                                             // bars of _newest
    private long _packed;                                           // blocks ever packed

    /// <param name="capacity">Bars kept, 64…4096.</param>
    public BarWindow(int capacity = DefaultCapacity)
    {
        if (capacity is < MinCapacity or > MaxCapacity)
            throw new ArgumentOutOfRangeException(nameof(capacity), capacity, $"A window holds {MinCapacity} to {MaxCapacity} bars.");
        Capacity = capacity;
        _blocks = new byte[]?[(capacity + BlockBars - 2) / BlockBars];       // beside one loose bar at least
    }

    public int Capacity { get; }
    public int Count { get; private set; }

    /// <summary>Bars ever added, those that have left the window included.</summary>
    public long TotalSeen { get; private set; }

    /// <exception cref="InvalidOperationException">There is no bar yet.</exception>
    public ref readonly Bar Last => ref Count > 0 ? ref _newest[_loose - 1] : ref Missing();

    /// <summary>A bar by age: 0 is the newest, <see cref="Count"/> − 1 the oldest.</summary>
    public Bar this[int barsAgo]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)barsAgo, (uint)Count, nameof(barsAgo));
            if (barsAgo < _loose)
                return _newest[_loose - 1 - barsAgo];
            int packed = barsAgo - _loose;
            Span<Bar> block = stackalloc Bar[BlockBars];
            BarBlock.Unpack(Block(packed / BlockBars), block);
            return block[BlockBars - 1 - packed % BlockBars];
        }
    }

    /// <summary>Adds the newest bar; the oldest leaves when the window is full.</summary>
    /// <exception cref="ArgumentException">The bar is not after the last one.</exception>
    public void Add(in Bar bar)
    {
        if (Count > 0 && bar.OpenTimeUtc <= Last.OpenTimeUtc)
            throw new ArgumentException($"The bar of {bar.OpenTimeUtc:O} is not after the last one, {Last.OpenTimeUtc:O}.", nameof(bar));
        if (_loose == BlockBars)
        {
            ref byte[]? oldest = ref _blocks[_packed++ % _blocks.Length];
            oldest = BarBlock.Pack(_newest, oldest);
            _loose = 0;
        }
        _newest[_loose++] = bar;
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
        CopyTo(bars, first);
        return bars;
    }

    /// <summary>The newest bars, oldest first.</summary>
    public Bar[] Newest(int limit = int.MaxValue) => Range(DateTime.MinValue, DateTime.MaxValue, limit);

    public void Save(StateWriter to)
    {
        to.Int(Capacity);
        to.Int(TotalSeen);
        to.Int(Count);
        Bar[] bars = ArrayPool<Bar>.Shared.Rent(Count);
        CopyTo(bars.AsSpan(0, Count), first: 0);
        for (int i = 0; i < Count; i++)
            BarCodec.Write(to, bars[i], fromUtc: BarCodec.Following(bars.AsSpan(0, i)));
        ArrayPool<Bar>.Shared.Return(bars);
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
        Span<Bar> lastTwo = stackalloc Bar[2];
        for (int i = 0; i < count; i++)
        {
            Bar bar = BarCodec.Read(from, fromUtc: BarCodec.Following(lastTwo[(2 - Math.Min(i, 2))..]));
            if (i > 0 && bar.OpenTimeUtc <= Last.OpenTimeUtc)
                throw from.Wrong($"the bar of {bar.OpenTimeUtc:O} is not after the last one");
            Add(bar);
            (lastTwo[0], lastTwo[1]) = (lastTwo[1], bar);
        }
        TotalSeen = seen;
    }

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

    /// <param name="first">Counted from the oldest bar.</param>
    private void CopyTo(Span<Bar> bars, int first)
    {
        Span<Bar> unpacked = stackalloc Bar[BlockBars];
        int age = Count - 1 - first;                                 // of the next bar to copy
        while (bars.Length > 0)
        {
            scoped ReadOnlySpan<Bar> next;
            if (age < _loose)
                next = _newest.AsSpan(_loose - 1 - age, age + 1);
            else
            {
                BarBlock.Unpack(Block((age - _loose) / BlockBars), unpacked);
                next = unpacked[^((age - _loose) % BlockBars + 1)..];
            }
            next = next[..Math.Min(next.Length, bars.Length)];
            next.CopyTo(bars);
            bars = bars[next.Length..];
            age -= next.Length;
        }
    }

    /// <param name="blocksAgo">0 is the one packed last.</param>
    private byte[] Block(int blocksAgo) => _blocks[(_packed - 1 - blocksAgo) % _blocks.Length]!;

    private static ref readonly Bar Missing() => throw new InvalidOperationException("The window has no bar yet.");
}
