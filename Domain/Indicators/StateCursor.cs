using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>
/// Hands out one symbol's packed state, piece by piece, in the order in which indicators ask for it. All indicators of a
/// symbol live in one block of memory: updating it touches few cache lines, and copying it is a snapshot.
/// </summary>
/// <remarks>A zeroed block is the fresh state. Every call of an indicator must take the same pieces in the same order.</remarks>
/// <param name="interval">Length of the symbol's bars; zero when it is not known.</param>
public ref struct StateCursor(Span<double> block, TimeSpan interval = default)
{
    private readonly Span<double> _block = block;
    private PastBars _past;
    private bool _hasPast;

    /// <summary>Length of the symbol's bars; zero when it is not known.</summary>
    public TimeSpan Interval { get; } = interval;

    /// <summary>Words (of 8 bytes) taken so far.</summary>
    public int Position { get; private set; }

    /// <summary>The symbol's last bars, this one included: shared by its indicators. Who asks first takes their piece of the block.</summary>
    [UnscopedRef]
    public ref readonly PastBars Past(scoped in Bar bar)
    {
        if (!_hasPast)
        {
            _hasPast = true;
            _past = new(ref this, bar);
        }
        return ref _past;
    }

    /// <summary>The next words of the block as a struct of the caller's: its fields are the recurrence's memory.</summary>
    public ref T Take<T>() where T : unmanaged
    {
        int words = (Unsafe.SizeOf<T>() + 7) / 8;
        Span<double> piece = _block.Slice(Position, words);
        Position += words;
        return ref Unsafe.As<double, T>(ref piece[0]);
    }

    /// <summary>The next <paramref name="length"/> words, for a ring of past inputs.</summary>
    public Span<double> TakeRing(int length)
    {
        Span<double> ring = _block.Slice(Position, length);
        Position += length;
        return ring;
    }
}
