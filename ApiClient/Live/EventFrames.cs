using System.Buffers;
using System.Globalization;
using System.Text;

namespace GoldenSignals.ApiClient.Live;

/// <summary>One or more events as they go over the wire.</summary>
/// <param name="LastId">The id of the last of them; null for what has none.</param>
/// <param name="Events">How many they are.</param>
internal sealed record StreamFrame(byte[]? LastId, int Events, byte[] Bytes);

/// <summary>Gathers events into frames: blocks of a <c>text/event-stream</c>, or arrays of objects.</summary>
internal sealed class EventFrames(StreamFormat format)
{
    /// <summary>A frame is given out before it reaches the large-object heap.</summary>
    public const int FullBytes = 60 << 10;

    /// <summary>A comment: it says only that the stream lives.</summary>
    public static readonly StreamFrame Heartbeat = new(null, 0, ": \n\n"u8.ToArray());

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private byte[]? _lastId;
    private int _events;

    public int Bytes => _buffer.WrittenCount;

    /// <param name="conflated">How many older bars of the symbol were left out for this one.</param>
    public void Add(LiveEvent item, int conflated = 0)
    {
        if (format == StreamFormat.Sse)
        {
            _buffer.Write("id: "u8);
            _buffer.Write(item.Id);
            _buffer.Write("\nevent: "u8);
            _buffer.Write(item.Name);
            _buffer.Write("\ndata: "u8);
            Data(item, conflated);
            _buffer.Write("\n\n"u8);
        }
        else
        {
            _buffer.Write(_events == 0 ? "[{\"event\":\""u8 : ",{\"event\":\""u8);
            _buffer.Write(item.Name);
            _buffer.Write("\",\"id\":\""u8);
            _buffer.Write(item.Id);
            _buffer.Write("\",\"data\":"u8);
            Data(item, conflated);
            _buffer.Write("}"u8);
        }
        (_lastId, _events) = (item.Id, _events + 1);
    }

    /// <summary>What was gathered; null when that is nothing.</summary>
    public StreamFrame? Take()
    {
        if (_events == 0)
            return null;
        if (format == StreamFormat.WebSocket)
            _buffer.Write("]"u8);
        var frame = new StreamFrame(_lastId, _events, _buffer.WrittenSpan.ToArray());
        _buffer.ResetWrittenCount();
        _events = 0;
        return frame;
    }

    /// <summary>Opens a stream: when the connection breaks, the client comes back after so many milliseconds, with this id if it has had no event's.</summary>
    public static byte[] Opening(string? id) => Encoding.UTF8.GetBytes(id is null ? "retry: 2000\n\n" : $"retry: 2000\nid: {id}\n\n");

    /// <summary>Says that events behind an id are missing here. It has no id of its own: the client's last one stays.</summary>
    /// <param name="after">Null when it is not known behind which.</param>
    public static byte[] Gap(StreamFormat format, string reason, string? after)
    {
        string data = $$"""{"reason":"{{reason}}","after":{{(after is null ? "null" : $"\"{after}\"")}}}""";
        return Encoding.UTF8.GetBytes(format == StreamFormat.Sse ? $"event: gap\ndata: {data}\n\n" : $$"""[{"event":"gap","data":{{data}}}]""");
    }

    private void Data(LiveEvent item, int conflated)
    {
        if (conflated == 0)
        {
            _buffer.Write(item.Json);
            return;
        }
        _buffer.Write(item.Json.AsSpan()[..^1]);
        _buffer.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $",\"conflated\":{conflated}}}")));
    }
}
