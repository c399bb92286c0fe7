using System.Runtime.Intrinsics.X86;

namespace GoldenSignals.Domain;

/// <summary>Asks for memory before it is read: with thousands of symbols, what one of them keeps is in no cache when its bar comes.</summary>
internal static class CacheLines
{
    private const int Bytes = 64;

    /// <summary>Begins to fetch all lines that the items lie on; does nothing where the processor cannot.</summary>
    public static unsafe void Prefetch<T>(ReadOnlySpan<T> items) where T : unmanaged
    {
        if (!Sse.IsSupported)
            return;
        fixed (T* first = items)
        {
            for (byte* line = (byte*)first, end = (byte*)(first + items.Length); line < end; line += Bytes)
                Sse.Prefetch1(line);
        }
    }
}
