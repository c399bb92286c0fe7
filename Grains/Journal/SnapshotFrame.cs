using System.Buffers.Binary;
using System.Numerics;

namespace GoldenSignals.Grains;

/// <summary>Bytes with a mark and a CRC-32C before them, so that damage is known whatever storage they come from.</summary>
public static class SnapshotFrame
{
    private const uint Mark = 0x31_53_53_47;                          // GSS1
    private const int HeaderBytes = 2 * sizeof(uint);

    public static byte[] Close(ReadOnlySpan<byte> bytes)
    {
        var framed = new byte[HeaderBytes + bytes.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(framed, Mark);
        BinaryPrimitives.WriteUInt32LittleEndian(framed.AsSpan(sizeof(uint)), Crc(bytes));
        bytes.CopyTo(framed.AsSpan(HeaderBytes));
        return framed;
    }

    /// <exception cref="InvalidDataException">They are not what was written.</exception>
    public static ReadOnlyMemory<byte> Open(ReadOnlyMemory<byte> framed)
    {
        if (framed.Length < HeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(framed.Span) != Mark)
            throw new InvalidDataException("this is no snapshot");
        ReadOnlyMemory<byte> bytes = framed[HeaderBytes..];
        return BinaryPrimitives.ReadUInt32LittleEndian(framed.Span[sizeof(uint)..]) == Crc(bytes.Span) ? bytes : throw new InvalidDataException("the snapshot is damaged: its checksum differs");
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte left in bytes)
            crc = BitOperations.Crc32C(crc, left);
        return ~crc;
    }
}
