using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Storage;

/// <summary>Some bars of one symbol in few bytes, for memory: unpacked they are the same to the bit.</summary>
internal static class BarBlock
{
    private const int Grain = 32;                                    // bytes; so that an array mostly serves again

    [ThreadStatic] private static StateWriter? t_writer;             // scratch

    /// <param name="old">An array that is no longer needed and is taken where it fits.</param>
    public static byte[] Pack(ReadOnlySpan<Bar> bars, byte[]? old)
    {
        StateWriter to = t_writer ??= new();
        to.Clear();
        for (int i = 0; i < bars.Length; i++)
            BarCodec.Write(to, bars[i], BarCodec.Following(bars[..i]));
        int length = (to.Length + Grain - 1) / Grain * Grain;
        byte[] block = old?.Length == length ? old : new byte[length];
        to.Written.CopyTo(block);
        return block;
    }

    /// <param name="bars">As many as were packed.</param>
    public static void Unpack(byte[] block, Span<Bar> bars)
    {
        var from = new StateReader(block);
        for (int i = 0; i < bars.Length; i++)
            bars[i] = BarCodec.Read(from, BarCodec.Following(bars[..i]));
    }
}
