using System.Buffers.Binary;
using System.Numerics;

namespace GoldenSignals.Silo.Storage;

/// <summary>One piece of a journal file: a record, the note that a shard has a new owner, or a mark.</summary>
/// <param name="Bytes">Its whole length.</param>
/// <remarks>
/// Little-endian: 4 bytes length of what follows the CRC, 4 CRC-32C, 1 kind; a record goes on with 2 shard, 8 epoch, 8 sequence and
/// its body, a mark has nothing more. The CRC covers all but itself and begins with the file's number and the place in it, so that
/// nothing is taken for a frame where it was not written as one.
/// </remarks>
internal readonly record struct Frame(int Bytes, byte Kind, int Shard, long Epoch, long Sequence)
{
    /// <summary>Kinds of the journal's own: a shard has a new owner; all before is durable; the next file has been begun.</summary>
    public const byte Opened = 255, Durable = 254, Ended = 253;

    public const int MarkBytes = 9, RecordBytes = 27, MaxBodyBytes = 256 << 20;

    /// <summary>The largest length that a frame may give itself.</summary>
    public const int MaxBytes = RecordBytes - Prefix + MaxBodyBytes;

    private const int Prefix = 8;

    public bool IsMark => Kind is Durable or Ended;

    public static int BytesOf(in StoredRecord record) => RecordBytes + record.Body.Length;

    public static int WriteRecord(Span<byte> place, in StoredRecord record, long segment, long offset)
    {
        place = place[..BytesOf(record)];
        place[Prefix] = record.Kind;
        BinaryPrimitives.WriteUInt16LittleEndian(place[9..], (ushort)record.Shard);
        BinaryPrimitives.WriteInt64LittleEndian(place[11..], record.Epoch);
        BinaryPrimitives.WriteInt64LittleEndian(place[19..], record.Sequence);
        record.Body.Span.CopyTo(place[RecordBytes..]);
        return Seal(place, segment, offset);
    }

    public static int WriteMark(Span<byte> place, byte kind, long segment, long offset)
    {
        place[Prefix] = kind;
        return Seal(place[..MarkBytes], segment, offset);
    }

    /// <summary>The frame that begins at a place, when a whole one seems to; whether it is as it was written is for <see cref="Holds"/> to say.</summary>
    public static Frame? At(FileWindow file, long offset)
    {
        long left = file.Length - offset;
        return left < MarkBytes ? null : Of(file.Read(offset, (int)Math.Min(RecordBytes, left)), left);
    }

    /// <summary>The same by its first bytes, <see cref="RecordBytes"/> when there are that many.</summary>
    /// <param name="left">Bytes there are from its beginning on.</param>
    public static Frame? Of(ReadOnlySpan<byte> head, long left)
    {
        uint rest = BinaryPrimitives.ReadUInt32LittleEndian(head);
        if (rest > MaxBytes || rest > left - Prefix)
            return null;
        byte kind = head[Prefix];
        int bytes = Prefix + (int)rest;
        return bytes switch
        {
            MarkBytes when kind is Durable or Ended => new(bytes, kind, Shard: 0, Epoch: 0, Sequence: 0),
            >= RecordBytes when kind is not (Durable or Ended) => new(bytes, kind, BinaryPrimitives.ReadUInt16LittleEndian(head[9..]),
                BinaryPrimitives.ReadInt64LittleEndian(head[11..]), BinaryPrimitives.ReadInt64LittleEndian(head[19..])),
            _ => null,
        };
    }

    /// <summary>Whether the bytes of a frame are those that were written.</summary>
    public static bool Holds(ReadOnlySpan<byte> frame, long segment, long offset) => BinaryPrimitives.ReadUInt32LittleEndian(frame[4..]) == Crc(frame, segment, offset);

    private static int Seal(Span<byte> frame, long segment, long offset)
    {
        BinaryPrimitives.WriteInt32LittleEndian(frame, frame.Length - Prefix);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], Crc(frame, segment, offset));
        return frame.Length;
    }

    private static uint Crc(ReadOnlySpan<byte> frame, long segment, long offset)
    {
        uint place = BitOperations.Crc32C(BitOperations.Crc32C(uint.MaxValue, (ulong)segment), (ulong)offset);
        return ~Crc32C.Add(Crc32C.Add(place, frame[..4]), frame[Prefix..]);
    }
}
