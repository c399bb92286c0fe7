using System.Buffers.Binary;

namespace GoldenSignals.Silo.Storage;

/// <summary>Where a shard stands.</summary>
/// <param name="Last">Sequence of its last record; 0 when there is none.</param>
/// <param name="Epoch">Of its last owner; 0 when there was none.</param>
internal readonly record struct ShardHead(long Last, long Epoch);

/// <summary>What the beginning of a journal file says: which one it is, and where everything stood when it was begun.</summary>
/// <param name="Number">1 for the first file, then one more for each.</param>
/// <param name="LengthBefore">Bytes of the file before that count: what was durable in it when this one was begun. 0 for the first.</param>
/// <param name="Heads">By shard.</param>
/// <remarks>
/// Little-endian: 8 bytes magic, 4 format version, 4 shards, 8 number, 8 time begun (ticks UTC), 8 length of the file before;
/// for each shard 8 last sequence and 8 epoch; 4 CRC-32C of all that.
/// </remarks>
internal sealed record SegmentHeader(long Number, DateTime BegunUtc, long LengthBefore, ShardHead[] Heads)
{
    private const uint Version = 1;
    private const int Fixed = 40, PerShard = 16, MaxShards = 1 << 16;

    /// <summary>Its line ends show a copy that was taken for text.</summary>
    private static ReadOnlySpan<byte> Magic => "GSJRNL\r\n"u8;

    public int Length => LengthFor(Heads.Length);

    public static int LengthFor(int shards) => Fixed + shards * PerShard + sizeof(uint);

    public byte[] Encoded()
    {
        var bytes = new byte[Length];
        Span<byte> rest = bytes;
        Magic.CopyTo(rest);
        BinaryPrimitives.WriteUInt32LittleEndian(rest[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(rest[12..], Heads.Length);
        BinaryPrimitives.WriteInt64LittleEndian(rest[16..], Number);
        BinaryPrimitives.WriteInt64LittleEndian(rest[24..], BegunUtc.Ticks);
        BinaryPrimitives.WriteInt64LittleEndian(rest[32..], LengthBefore);
        rest = rest[Fixed..];
        foreach (ShardHead head in Heads)
        {
            BinaryPrimitives.WriteInt64LittleEndian(rest, head.Last);
            BinaryPrimitives.WriteInt64LittleEndian(rest[8..], head.Epoch);
            rest = rest[PerShard..];
        }
        BinaryPrimitives.WriteUInt32LittleEndian(rest, Crc32C.Of(bytes.AsSpan(0, Length - sizeof(uint))));
        return bytes;
    }

    /// <summary>The header of a file of that number; null when it has none.</summary>
    /// <param name="wrong">What is wrong with it then.</param>
    public static SegmentHeader? Read(FileWindow file, long number, out string wrong)
    {
        wrong = "the file ends within its header";
        if (file.Length < Fixed)
            return null;
        ReadOnlySpan<byte> bytes = file.Read(0, Fixed);
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]), shards = BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]);
        if (!bytes.StartsWith(Magic))
            wrong = "this is no journal file";
        else if (version != Version)
            wrong = $"it has format {version}; this program reads {Version}";
        else if (shards is 0 or > MaxShards)
            wrong = $"it claims to have {shards} shards";
        else if (LengthFor((int)shards) is var length && file.Length >= length)
            return Parsed(file.Read(0, length), number, out wrong);
        return null;
    }

    private static SegmentHeader? Parsed(ReadOnlySpan<byte> bytes, long number, out string wrong)
    {
        wrong = "the header is not what was written";
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[^sizeof(uint)..]) != Crc32C.Of(bytes[..^sizeof(uint)]))
            return null;
        long written = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]);
        wrong = $"it was written as number {written}";
        if (written != number)
            return null;
        var begun = new DateTime(BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]), DateTimeKind.Utc);
        long before = BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]);
        var heads = new ShardHead[BinaryPrimitives.ReadInt32LittleEndian(bytes[12..])];
        bytes = bytes[Fixed..];
        for (int shard = 0; shard < heads.Length; shard++, bytes = bytes[PerShard..])
            heads[shard] = new(BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]));
        return new(number, begun, before, heads);
    }
}
