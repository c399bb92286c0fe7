using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Silo.Json;

namespace GoldenSignals.ApiClient;

/// <summary>Something that happened: a bar, or a decision, which may be a signal.</summary>
internal readonly record struct StreamItem(StreamEvents Kind, SymbolBar Bar, Decision? Decision)
{
    public StreamItem(in SymbolBar bar) : this(StreamEvents.Bar, bar, null)
    {
    }

    public StreamItem(StreamEvents kind, Decision decision) : this(kind, default, decision)
    {
    }

    public string Symbol => Decision?.Symbol ?? Bar.Symbol;
}

/// <summary>Events as the bytes of a <c>text/event-stream</c>. The answer of <see cref="Of"/> stands until the next call.</summary>
internal sealed class EventFrames : IDisposable
{
    /// <summary>A comment: it says only that the stream lives.</summary>
    public static readonly StreamFrame Heartbeat = new(0, 0, ": \n\n"u8.ToArray());

    /// <summary>Opens a stream: when the connection breaks, the client comes back after this many milliseconds.</summary>
    public static readonly byte[] Opening = "retry: 2000\n\n"u8.ToArray();

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _json;

    public EventFrames() => _json = new(_buffer);

    public ReadOnlySpan<byte> Of(long id, scoped in StreamItem item) => item.Kind switch
    {
        StreamEvents.Bar => Of(id, "bar", BarDocument.From(item.Bar), DecisionJson.Default.BarDocument),
        StreamEvents.Signal => Of(id, "signal", DecisionSummary.From(item.Decision!), DecisionJson.Default.DecisionSummary),
        _ => Of(id, "decision", DecisionSummary.From(item.Decision!), DecisionJson.Default.DecisionSummary),
    };

    /// <summary>Says that events after <paramref name="lastId"/> are missing here. It has no id of its own: the client's last one stays.</summary>
    public static byte[] Gap(string reason, long lastId) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"event: gap\ndata: {{\"reason\":\"{reason}\",\"after\":{lastId}}}\n\n"));

    public void Dispose() => _json.Dispose();

    private ReadOnlySpan<byte> Of<T>(long id, string name, T data, JsonTypeInfo<T> type)
    {
        _buffer.ResetWrittenCount();
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {id}\nevent: {name}\ndata: "), _buffer);
        _json.Reset();
        JsonSerializer.Serialize(_json, data, type);
        _buffer.Write("\n\n"u8);
        return _buffer.WrittenSpan;
    }
}
