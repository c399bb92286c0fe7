namespace GoldenSignals.Silo.Storage.History;

/// <summary>How a run is cut up. What is written in one shape is read in any.</summary>
/// <remarks>
/// A run is a row of <em>slices</em>, each of a span of time behind the one before, and a slice a row of <em>blocks</em> sorted by
/// symbol, interval and time. Who asks for one symbol reads one block or two of each slice; who asks for all reads slice after slice and
/// holds one at a time. So neither the size of a day nor the number of its symbols is a matter of memory.
/// </remarks>
/// <param name="SliceRows">Rows from which on a slice ends, where the time changes.</param>
/// <param name="BlockBytes">Bytes from which on a block ends.</param>
internal sealed record RunShape(int SliceRows, int BlockBytes)
{
    private const int Block = 32_768;

    // Signals are asked for by time, the others by symbol.
    private static readonly RunShape s_signals = new(SliceRows: 4_096, Block), s_others = new(SliceRows: 65_536, Block);

    public static RunShape Of(HistoryKind kind) => kind == HistoryKind.Signals ? s_signals : s_others;
}

/// <param name="FirstBlock">Place of the first of its blocks in the index.</param>
internal readonly record struct Slice(DateTime FirstUtc, DateTime LastUtc, int FirstBlock, int Blocks);

internal readonly record struct Block(long Offset, int Length, uint Crc, int Rows, string FirstSymbol, string LastSymbol, DateTime FirstUtc, DateTime LastUtc);
