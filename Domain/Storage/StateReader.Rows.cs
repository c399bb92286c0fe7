using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace GoldenSignals.Domain.Storage;

/// <summary>Rows of numbers.</summary>
public sealed partial class StateReader
{
    public double[] Doubles()
    {
        var values = new double[Count(sizeof(double))];
        DoublesOnly(values);
        return values;
    }

    /// <summary>As many doubles as there is room for.</summary>
    public void Doubles(Span<double> values)
    {
        Same(values.Length, "doubles");
        DoublesOnly(values);
    }

    public void DoublesOnly(Span<double> values) => Raw(values);

    public void FloatsOnly(Span<float> values) => Raw(values);

    /// <param name="most">More cannot be, so that a damaged count allocates little.</param>
    public double[] Sparse(int most = 1 << 16)
    {
        long count = Int();
        if (count < 0 || count > most || count / 64 > Left / sizeof(ulong))
            throw Wrong($"a count of {count} with {Left} bytes left");
        var values = new double[count];
        SparseOnly(values);
        return values;
    }

    /// <summary>As many as there is room for.</summary>
    public void Sparse(Span<double> values)
    {
        Same(values.Length, "numbers");
        SparseOnly(values);
    }

    private void SparseOnly(Span<double> values)
    {
        for (int start = 0; start < values.Length; start += 64)
        {
            Span<double> some = values.Slice(start, Math.Min(64, values.Length - start));
            ulong known = BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));
            if (some.Length < 64 && known >> some.Length != 0)
                throw Wrong("a number lies behind the last");
            if (BitOperations.PopCount(known) == some.Length)
            {
                DoublesOnly(some);
                continue;
            }
            some.Fill(double.NaN);
            for (; known != 0; known &= known - 1)
                some[BitOperations.TrailingZeroCount(known)] = Double();
        }
    }

    private void Raw<T>(Span<T> values) where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("snapshots are read on little-endian machines only");
        Span<byte> room = MemoryMarshal.AsBytes(values);
        Take(room.Length).CopyTo(room);
    }
}
