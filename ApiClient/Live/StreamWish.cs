using System.Collections.Frozen;
using System.Globalization;
using GoldenSignals.Grains;

namespace GoldenSignals.ApiClient.Live;

/// <summary>How events are written.</summary>
internal enum StreamFormat
{
    /// <summary>As <c>text/event-stream</c>.</summary>
    Sse,

    /// <summary>As JSON arrays, one a message.</summary>
    WebSocket,
}

/// <summary>What a subscriber wants. Those who want the same are served together.</summary>
internal sealed class StreamWish
{
    private readonly FrozenSet<string>?[] _symbols = new FrozenSet<string>?[s_kinds.Length];      // by kind of event; null for all
    private static readonly StreamEvents[] s_kinds = [.. Enum.GetValues<StreamEvents>().Where(kind => int.PopCount((int)kind) == 1)];

    /// <param name="symbols">The only symbols of a kind of event; null for all.</param>
    /// <param name="minConfidence">The least confidence of decisions and signals.</param>
    /// <param name="owner">Whose standing queries it gets the events of.</param>
    /// <param name="window">How long events are gathered before they go out together; bars that another of their symbol follows in that time are left out.</param>
    public StreamWish(StreamFormat format, StreamEvents events, Func<StreamEvents, FrozenSet<string>?> symbols, double minConfidence, TimeSpan window, string? owner = null)
    {
        (Format, Events, MinConfidence, Window, Owner) = (format, events, minConfidence, window, (events & StreamEvents.OfQueries) == 0 ? null : owner);
        for (int i = 0; i < s_kinds.Length; i++)
            _symbols[i] = symbols(s_kinds[i]);
        FrozenSet<string>?[] wanted = [.. _symbols.Where((_, i) => events.HasFlag(s_kinds[i]))];
        Symbols = wanted.Contains(null) ? null : wanted.SelectMany(some => some!).ToFrozenSet(StringComparer.Ordinal);
        Key = string.Create(CultureInfo.InvariantCulture, $"{format}|{events}|{minConfidence:R}|{window.Ticks}|{string.Join('|', _symbols.Select(Listed))}|{Owner}");
    }

    public StreamFormat Format { get; }

    public StreamEvents Events { get; }

    public double MinConfidence { get; }

    public TimeSpan Window { get; }

    public string? Owner { get; }

    /// <summary>The symbols of which it wants anything; null for all.</summary>
    public FrozenSet<string>? Symbols { get; }

    /// <summary>The same for who wants the same.</summary>
    public string Key { get; }

    public bool Wants(LiveEvent item) =>
        Events.HasFlag(item.Kind) && (_symbols[int.TrailingZeroCount((int)item.Kind)]?.Contains(item.Symbol) ?? true)
        && (item.Kind is not (StreamEvents.Decision or StreamEvents.Signal) || item.Confidence >= MinConfidence)
        && (item.Owner is null || item.Owner == Owner);

    /// <summary>The shards whose records have anything of it.</summary>
    public IReadOnlySet<int> Shards(int count) =>
        Symbols is null ? Enumerable.Range(0, count).ToFrozenSet() : Symbols.Select(symbol => Grains.Shards.Of(symbol, count)).ToFrozenSet();

    private static string Listed(FrozenSet<string>? symbols) => symbols is null ? "*" : string.Join(',', symbols.Order(StringComparer.Ordinal));
}
