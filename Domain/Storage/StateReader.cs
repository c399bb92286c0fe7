using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace GoldenSignals.Domain.Storage;

/// <summary>Reads what <see cref="StateWriter"/> wrote.</summary>
/// <remarks>Every method throws <see cref="InvalidDataException"/> where the bytes end too early or cannot be what is asked for: nothing is guessed.</remarks>
public sealed partial class StateReader
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<string> _texts = [];
    private readonly byte[] _bytes;
    private readonly int _start, _end;                              // of what is read
    private int _next;

    public StateReader(ReadOnlyMemory<byte> bytes)
    {
        ArraySegment<byte> some = MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> same) ? same : new(bytes.ToArray());
        _bytes = some.Array ?? [];
        (_start, _next, _end) = (some.Offset, some.Offset, some.Offset + some.Count);
    }

    /// <summary>Bytes read so far.</summary>
    public int Position => _next - _start;

    public int Left => _end - _next;

    public byte Byte() => _next < _end ? _bytes[_next++] : throw Missing(1);

    public bool Bool() => Byte() switch
    {
        0 => false,
        1 => true,
        var other => throw Wrong($"{other} is neither true nor false"),
    };

    public long Int()
    {
        ulong value = Byte();
        if (value < 0x80)
            return (long)(value >> 1) ^ -(long)(value & 1);
        value &= 0x7F;
        for (int shift = 7; ; shift += 7)
        {
            byte next = Byte();
            if (shift == 63 && next > 1)
                throw Wrong("a number has more than 64 bits");
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return (long)(value >> 1) ^ -(long)(value & 1);
        }
    }

    /// <summary>A count of things that take at least so many bytes each, so that a damaged one allocates nothing.</summary>
    public int Count(int bytesEach = 1)
    {
        long count = Int();
        return count >= 0 && count <= Left / Math.Max(1, bytesEach) ? (int)count : throw Wrong($"a count of {count} with {Left} bytes left");
    }

    public int Int32() => Int() is >= int.MinValue and <= int.MaxValue and var value ? (int)value : throw Wrong("a number has more than 32 bits");

    /// <summary>A number that can only be this one: what was written is of the same layout as what is restored.</summary>
    public void Same(long expected, string what)
    {
        if (Int() is var found && found != expected)
            throw Wrong($"{what}: {found} where {expected} is expected");
    }

    /// <summary>An enumeration's value, one that it defines, written as a whole number.</summary>
    public T Enum<T>() where T : struct, Enum
    {
        long number = Int();
        if (number is >= 0 and <= byte.MaxValue)
        {
            T value = Unsafe.SizeOf<T>() switch
            {
                sizeof(byte) => Unsafe.BitCast<byte, T>((byte)number),
                sizeof(int) => Unsafe.BitCast<int, T>((int)number),
                _ => throw new NotSupportedException($"{typeof(T)} is neither of bytes nor of integers"),
            };
            if (System.Enum.IsDefined(value))
                return value;
        }
        throw Wrong($"{number} is no {typeof(T).Name}");
    }

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    public DateTime Time()
    {
        long ticks = BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new(ticks, DateTimeKind.Utc) : throw Wrong($"{ticks} is no time");
    }

    public DateTime Time(DateTime fromUtc)
    {
        long ticks = unchecked(fromUtc.Ticks + Int());
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new(ticks, DateTimeKind.Utc) : throw Wrong($"{ticks} is no time");
    }

    public TimeSpan Span() => new(Int());

    public double Number() =>
        Int() is var units && units == DecimalNumber.None ? Double()
        : DecimalNumber.TryJoin(units, out double value) ? value
        : throw Wrong($"{units} is no number");

    public string Text()
    {
        long place = Int();
        if (place > 0)
            return place <= _texts.Count ? _texts[(int)place - 1] : throw Wrong($"there is no text {place}");
        string text = place switch
        {
            0 => Utf8(),
            -1 => Utf16(),
            _ => throw Wrong($"there is no text {place}"),
        };
        _texts.Add(text);
        return text;
    }

    private string Utf8()
    {
        try
        {
            return s_utf8.GetString(Take(Count()));
        }
        catch (DecoderFallbackException exception)
        {
            throw Wrong(exception.Message);
        }
    }

    private string Utf16()
    {
        var text = new char[Count(sizeof(char))];
        Raw<char>(text);
        return new(text);
    }

    public ReadOnlyMemory<byte> Bytes()
    {
        int count = Count();
        ReadOnlyMemory<byte> some = _bytes.AsMemory(_next, count);
        _next += count;
        return some;
    }

    /// <summary>Everything must have been read.</summary>
    public void End()
    {
        if (Left > 0)
            throw Wrong($"{Left} bytes too many");
    }

    public InvalidDataException Wrong(string what) => new($"at byte {Position}: {what}");

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > Left)
            throw Missing(count);
        var taken = new ReadOnlySpan<byte>(_bytes, _next, count);
        _next += count;
        return taken;
    }

    private InvalidDataException Missing(int count) => Wrong($"{count} bytes are needed and {Left} left");
}
