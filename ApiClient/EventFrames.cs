using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace GoldenSignals.ApiClient;

/// <summary>Events as the bytes of a <c>text/event-stream</c>, written once for all who get them.</summary>
internal sealed class EventFrames : IDisposable
{
    /// <summary>A comment: it says only that the stream lives.</summary>
    public static readonly StreamFrame Heartbeat = new(0, ": \n\n"u8.ToArray());

    /// <summary>Opens a stream: when the connection breaks, the client comes back after this many milliseconds.</summary>
    public static readonly byte[] Opening = "retry: 2000\n\n"u8.ToArray();

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _json;

    public EventFrames() => _json = new(_buffer);

    public StreamFrame Of<T>(long id, string kind, T data, JsonTypeInfo<T> type)
    {
        _buffer.ResetWrittenCount();
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {id}\nevent: {kind}\ndata: "), _buffer);
        _json.Reset();
        JsonSerializer.Serialize(_json, data, type);
        _buffer.Write("\n\n"u8);
        return new(id, _buffer.WrittenSpan.ToArray());
    }

    /// <summary>Says that events after <paramref name="lastId"/> are missing here. It has no id of its own: the client's last one stays.</summary>
    public static byte[] Gap(string reason, long lastId) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"event: gap\ndata: {{\"reason\":\"{reason}\",\"after\":{lastId}}}\n\n"));

    public void Dispose() => _json.Dispose();
}
