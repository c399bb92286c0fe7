using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Json;

namespace GoldenSignals.ApiClient.Live;

/// <summary>What the stream tells of.</summary>
[Flags]
internal enum StreamEvents
{
    None = 0,
    Bar = 1,
    Decision = 2,
    Signal = 4,

    /// <summary>A symbol has come to fit one of the caller's standing queries.</summary>
    Enter = 8,

    /// <summary>It no longer does.</summary>
    Leave = 16,

    /// <summary>What whoever names nothing gets.</summary>
    Market = Bar | Decision | Signal,

    OfQueries = Enter | Leave,
}

/// <summary>What a record of the log gives the stream to tell: of each of its decisions bar, decision, and signal if it is one.</summary>
/// <param name="Bars">The bar of each of the <paramref name="Rows"/>.</param>
internal sealed record LiveRecord(int Shard, long Sequence, Bar[] Bars, DecisionRow[] Rows)
{
    /// <summary>What the decisions change of the standing queries.</summary>
    public QueryTurn[] Turns { get; init; } = [];

    /// <summary>Numbers that the events of one decision may have.</summary>
    public const int Stride = 4;

    /// <summary>The events of one of the decisions, in their order.</summary>
    /// <param name="ids">Of the record, see <see cref="LogPosition.IdOf"/>.</param>
    public IEnumerable<LiveEvent> Events(int row, (string Front, string Back) ids)
    {
        DecisionRow decision = Rows[row];
        int number = row * Stride;
        yield return new(StreamEvents.Bar, number, decision, Bars[row], ids);
        yield return new(StreamEvents.Decision, number + 1, decision, default, ids);
        if (decision.IsSignal)
            yield return new(StreamEvents.Signal, number + 2, decision, default, ids);
        foreach (QueryTurn turn in Turns)
            if (turn.Row == row)
                yield return new(turn.Enters ? StreamEvents.Enter : StreamEvents.Leave, number + 3, decision, default, ids, turn.Query);
    }
}

/// <summary>One event, written down once for all who get it.</summary>
internal sealed class LiveEvent(StreamEvents kind, int number, DecisionRow decision, Bar bar, (string Front, string Back) ids, StandingQuery? query = null)
{
    private byte[]? _id, _json;

    public StreamEvents Kind => kind;

    /// <summary>In its record.</summary>
    public int Number => number;

    public string Symbol => decision.Symbol;

    /// <summary>Whose query it is of; null for what is of no query.</summary>
    public string? Owner => query?.Owner;

    public TimeSpan Interval => decision.Interval;

    public double Confidence => decision.Confidence;

    public ReadOnlySpan<byte> Name => kind switch
    {
        StreamEvents.Bar => "bar"u8,
        StreamEvents.Signal => "signal"u8,
        StreamEvents.Enter => "enter"u8,
        StreamEvents.Leave => "leave"u8,
        _ => "decision"u8,
    };

    public byte[] Id => _id ??= Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{ids.Front}{number}{ids.Back}"));

    /// <summary>The object that it carries.</summary>
    public byte[] Json => _json ??= kind switch
    {
        StreamEvents.Bar => JsonSerializer.SerializeToUtf8Bytes(BarDocument.From(new SymbolBar(decision.Symbol, decision.Interval, bar)), DecisionJson.Default.BarDocument),
        StreamEvents.Enter or StreamEvents.Leave => JsonSerializer.SerializeToUtf8Bytes(QueryTurnDocument.From(query!, decision), LiveJson.Default.QueryTurnDocument),
        _ => JsonSerializer.SerializeToUtf8Bytes(DecisionSummary.From(decision), DecisionJson.Default.DecisionSummary),
    };
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(QueryTurnDocument))]
internal sealed partial class LiveJson : JsonSerializerContext;
