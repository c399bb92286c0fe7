using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace GoldenSignals.ApiClient.Live;

/// <summary>
/// A place in the grid's log: of each shard, the record up to which everything has been told. The id of an event is such a place
/// as text, so every API process of a grid understands it, and it outlives all of them.
/// </summary>
/// <remarks>
/// <c>records-event.rest</c>: the sum of the sequences and the event's number in its record, which rise from event to event, and as base64url
/// version, identity of the log, number of shards, the event's shard, and the sequences, each as its difference to the one before, runs of zeros as one.
/// </remarks>
internal sealed class LogPosition
{
    private const byte FormatVersion = 1;
    private const int LongestText = 16 << 10, MostShards = 1_024;

    private readonly long[] _records;

    /// <param name="log">The log's identity.</param>
    public LogPosition(uint log, long[] records) => (Log, _records) = (log, records);

    public uint Log { get; }

    public int Shards => _records.Length;

    /// <summary>Sequence of a shard's last record that was told.</summary>
    public long this[int shard]
    {
        get => _records[shard];
        set => _records[shard] = value;
    }

    private long Sum => _records.Sum();

    public LogPosition Copy() => new(Log, [.. _records]);

    /// <summary>The ids of the events of the record that was told last: put the event's number between the two parts.</summary>
    public (string Front, string Back) IdOf(int shard)
    {
        var bytes = new List<byte>(_records.Length + 16) { FormatVersion };
        Add(bytes, Log);
        Add(bytes, (ulong)_records.Length);
        Add(bytes, (ulong)shard);
        long before = 0;
        for (int i = 0; i < _records.Length; i++)
        {
            long difference = _records[i] - before;
            before = _records[i];
            Add(bytes, (ulong)(difference << 1 ^ difference >> 63));
            if (difference != 0)
                continue;
            int run = 0;
            while (i + 1 < _records.Length && _records[i + 1] == before)
                (run, i) = (run + 1, i + 1);
            Add(bytes, (ulong)run);
        }
        return (string.Create(CultureInfo.InvariantCulture, $"{Sum}-"), "." + Base64Url.EncodeToString(bytes.ToArray()));
    }

    /// <summary>The place as the id of no event: all that it has was told.</summary>
    public override string ToString() => IdOf(_records.Length) is var (front, back) ? $"{front}0{back}" : "";

    /// <summary>What an id says: the place before the record of its event, and that event.</summary>
    public static bool TryParse(string id, [NotNullWhen(true)] out LogPosition? position, out ToldEvent told)
    {
        (position, told) = (null, default);
        int dash = id.IndexOf('-', StringComparison.Ordinal), dot = id.IndexOf('.', StringComparison.Ordinal);
        if (id.Length > LongestText || dash < 0 || dot < dash || !Base64Url.IsValid(id.AsSpan(dot + 1))
            || !long.TryParse(id.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out long sum)
            || !int.TryParse(id.AsSpan(dash + 1, dot - dash - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            return false;
        ReadOnlySpan<byte> bytes = Base64Url.DecodeFromChars(id.AsSpan(dot + 1));
        if (bytes is not [FormatVersion, ..])
            return false;
        bytes = bytes[1..];
        if (!Take(ref bytes, out ulong log) || log > uint.MaxValue || !Take(ref bytes, out ulong count) || count is 0 or > MostShards
            || !Take(ref bytes, out ulong shard) || shard > count)
            return false;
        var records = new long[count];
        long before = 0;
        for (int i = 0; i < records.Length; i++)
        {
            if (!Take(ref bytes, out ulong zigzag))
                return false;
            records[i] = before += (long)(zigzag >> 1) ^ -(long)(zigzag & 1);
            if (before < 0)
                return false;
            if (zigzag != 0)
                continue;
            if (!Take(ref bytes, out ulong run) || run >= (ulong)(records.Length - i))
                return false;
            for (; run > 0; run--)
                records[++i] = before;
        }
        position = new((uint)log, records);
        if (!bytes.IsEmpty || position.Sum != sum)
            return false;
        if (shard < count && records[shard] > 0)
            told = new((int)shard, records[shard]--, number);
        return true;
    }

    private static void Add(List<byte> bytes, ulong value)
    {
        for (; value > 0x7f; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
    }

    private static bool Take(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 64 && !bytes.IsEmpty; shift += 7)
        {
            byte next = bytes[0];
            bytes = bytes[1..];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return true;
        }
        return false;
    }
}

/// <summary>An event that was told, and with it those of its record that have lower numbers.</summary>
/// <param name="Sequence">Of the record; 0 for no event at all.</param>
internal readonly record struct ToldEvent(int Shard, long Sequence, int Number)
{
    /// <summary>Whether an event is among those.</summary>
    public bool Covers(int shard, long sequence, int number) => Sequence != 0 && shard == Shard && sequence == Sequence && number <= Number;
}
