using System.Buffers.Binary;
using GoldenSignals.Domain.Storage;

namespace GoldenSignals.Silo.Storage.History;

/// <summary>What ends a file of the history: length, format version and CRC-32C of the part before it, and a mark.</summary>
internal static class Seal
{
    public const int Length = 20;
    private const uint Version = 1;
    private static ReadOnlySpan<byte> Mark => "GSHISTRY"u8;

    public static byte[] Of(StateWriter part)
    {
        var seal = new byte[Length];
        BinaryPrimitives.WriteUInt32LittleEndian(seal, (uint)part.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(seal.AsSpan(4), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(seal.AsSpan(8), Crc32C.Of(part.Written.Span) ^ Crc32C.Of(seal.AsSpan(0, 8)));
        Mark.CopyTo(seal.AsSpan(12));
        return seal;
    }

    /// <summary>The length of the part before the seal.</summary>
    /// <param name="before">Bytes of the file before the seal.</param>
    /// <exception cref="HistoryDamagedException">This is no seal, or one of another format.</exception>
    public static int PartLength(ReadOnlySpan<byte> seal, string file, long before)
    {
        if (!seal[12..].SequenceEqual(Mark))
            throw new HistoryDamagedException(file, before, "the file does not end as one of the history does: it is cut off or damaged");
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(seal[4..]), length = BinaryPrimitives.ReadUInt32LittleEndian(seal);
        if (version != Version)
            throw new HistoryDamagedException(file, before, $"format version {version} is not known, only {Version}");
        return length <= before && length <= int.MaxValue ? (int)length : throw new HistoryDamagedException(file, before, $"{length} bytes are said to lie before, but there are {before}");
    }

    public static StateReader Open(ReadOnlyMemory<byte> part, ReadOnlySpan<byte> seal, string file, long offset)
    {
        uint found = Crc32C.Of(part.Span) ^ Crc32C.Of(seal[..8]);
        return found == BinaryPrimitives.ReadUInt32LittleEndian(seal[8..])
            ? new(part)
            : throw new HistoryDamagedException(file, offset, "the checksum does not fit: the bytes are not those that were written");
    }
}
