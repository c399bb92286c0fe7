using System.Buffers.Binary;

namespace GoldenSignals.Silo.Storage.Postgres;

/// <summary>CRC-32C of a record, its place included.</summary>
internal static class JournalChecksum
{
    public static int Of(in StoredRecord record)
    {
        Span<byte> place = stackalloc byte[21];
        BinaryPrimitives.WriteInt32LittleEndian(place, record.Shard);
        BinaryPrimitives.WriteInt64LittleEndian(place[4..], record.Epoch);
        BinaryPrimitives.WriteInt64LittleEndian(place[12..], record.Sequence);
        place[20] = record.Kind;
        return (int)~Crc32C.Add(Crc32C.Add(uint.MaxValue, place), record.Body.Span);
    }
}
