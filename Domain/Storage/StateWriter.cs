using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace GoldenSignals.Domain.Storage;

/// <summary>Writes values in a compact binary form that <see cref="StateReader"/> reads back to the bit, in the same order and by the same names.</summary>
/// <remarks>
/// Little-endian. Whole numbers in 1 to 10 bytes, seven bits each, the sign last; doubles by their bits; a text when it first comes, and
/// by its number from then on. Grows as needed; <see cref="Clear"/> keeps the memory.
/// </remarks>
public sealed class StateWriter(int capacity = 1024)
{
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private readonly Recent[] _recent = new Recent[256];             // spares the dictionary most look-ups: reasons are literals
    private byte[] _buffer = new byte[capacity];
    private int _length, _round;

    /// <summary>A text by its reference, with its number since the last <see cref="Clear"/>.</summary>
    private struct Recent
    {
        public string Text;
        public int Place, Round;
    }

    public int Length => _length;

    /// <summary>What has been written. Good until the next call.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    public byte[] ToArray() => _buffer.AsSpan(0, _length).ToArray();

    /// <summary>Begins anew: texts too.</summary>
    public void Clear()
    {
        _length = 0;
        _round++;
        _texts.Clear();
    }

    public void Byte(byte value) => Room(1)[0] = value;

    public void Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Int(long value)
    {
        Span<byte> room = Peek(10);
        ulong rest = (ulong)((value << 1) ^ (value >> 63));
        int used = 0;
        for (; rest >= 0x80; rest >>= 7)
            room[used++] = (byte)(rest | 0x80);
        room[used++] = (byte)rest;
        _length += used;
    }

    public void Double(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Room(sizeof(double)), value);

    /// <summary>A time in UTC, whatever its kind says.</summary>
    public void Time(DateTime timeUtc) => BinaryPrimitives.WriteInt64LittleEndian(Room(sizeof(long)), timeUtc.Ticks);

    /// <summary>The same by its distance from a time that whoever reads it knows.</summary>
    public void Time(DateTime timeUtc, DateTime fromUtc) => Int(timeUtc.Ticks - fromUtc.Ticks);

    public void Span(TimeSpan span) => Int(span.Ticks);

    /// <summary>A price or a size, the shorter the fewer digits it has: 3 bytes for 101.25, 9 for a third. To the bit all the same.</summary>
    public void Number(double value)
    {
        if (DecimalNumber.TrySplit(value, out long units))
        {
            Int(units);
            return;
        }
        Int(DecimalNumber.None);
        Double(value);
    }

    public void Text(string value)
    {
        ref Recent recent = ref _recent[RuntimeHelpers.GetHashCode(value) & 255];
        if (ReferenceEquals(recent.Text, value) && recent.Round == _round)
        {
            Int(recent.Place);
            return;
        }
        ref int place = ref CollectionsMarshal.GetValueRefOrAddDefault(_texts, value, out bool known);
        if (known)
            Int(place);
        else
        {
            place = _texts.Count;                                     // 1 for the first; 0 and −1 say that a text follows
            Spell(value);
        }
        recent = new() { Text = value, Place = place, Round = _round };
    }

    private void Spell(string value)
    {
        if (HasSurrogates(value))                                     // UTF-8 would lose half a pair
        {
            Int(-1);
            Int(value.Length);
            Raw<char>(value);
            return;
        }
        Int(0);
        int bytes = Encoding.UTF8.GetByteCount(value);
        Int(bytes);
        Encoding.UTF8.GetBytes(value, Room(bytes));
    }

    private static bool HasSurrogates(string value)
    {
        foreach (char c in value)
            if (char.IsSurrogate(c))
                return true;
        return false;
    }

    /// <summary>Their number and the numbers.</summary>
    public void Doubles(ReadOnlySpan<double> values)
    {
        Int(values.Length);
        DoublesOnly(values);
    }

    /// <summary>The numbers alone: whoever reads them knows how many.</summary>
    public void DoublesOnly(ReadOnlySpan<double> values) => Raw(values);

    /// <summary>The same for single precision.</summary>
    public void FloatsOnly(ReadOnlySpan<float> values) => Raw(values);

    /// <summary>Their number and, where many are NaN, only the others: a bit for each says which. A NaN comes back as <see cref="double.NaN"/>.</summary>
    public void Sparse(ReadOnlySpan<double> values)
    {
        Int(values.Length);
        for (int start = 0; start < values.Length; start += 64)
        {
            ReadOnlySpan<double> some = values.Slice(start, Math.Min(64, values.Length - start));
            ulong known = Known(some);
            BinaryPrimitives.WriteUInt64LittleEndian(Room(sizeof(ulong)), known);
            if (BitOperations.PopCount(known) == some.Length)
            {
                Raw(some);
                continue;
            }
            Span<byte> room = Room(BitOperations.PopCount(known) * sizeof(double));
            for (; known != 0; known &= known - 1, room = room[sizeof(double)..])
                BinaryPrimitives.WriteDoubleLittleEndian(room, some[BitOperations.TrailingZeroCount(known)]);
        }
    }

    /// <summary>A bit for each that is not NaN.</summary>
    private static ulong Known(ReadOnlySpan<double> some)
    {
        ulong known = 0;
        int i = 0;
        for (; i + Vector256<double>.Count <= some.Length; i += Vector256<double>.Count)
        {
            Vector256<double> four = Vector256.Create(some[i..]);
            known |= (ulong)Vector256.Equals(four, four).ExtractMostSignificantBits() << i;
        }
        for (; i < some.Length; i++)
            known |= double.IsNaN(some[i]) ? 0 : 1UL << i;
        return known;
    }

    /// <summary>Their number and the bytes.</summary>
    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Int(bytes.Length);
        bytes.CopyTo(Room(bytes.Length));
    }

    private void Raw<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("snapshots are written on little-endian machines only");
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values);
        bytes.CopyTo(Room(bytes.Length));
    }

    private Span<byte> Room(int bytes)
    {
        Span<byte> room = Peek(bytes);
        _length += bytes;
        return room;
    }

    private Span<byte> Peek(int bytes)
    {
        if (_length + bytes > _buffer.Length)
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, _length + bytes));
        return _buffer.AsSpan(_length, bytes);
    }
}
