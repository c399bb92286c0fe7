using System.Collections.Frozen;
using GoldenSignals.ApiClient.Security;

namespace GoldenSignals.ApiClient.Live;

/// <summary>What a client of the WebSocket has subscribed to: symbols by channel.</summary>
internal sealed class SocketChannels
{
    private const string All = "*";

    private static readonly FrozenDictionary<string, StreamEvents> s_channels = new Dictionary<string, StreamEvents>
    {
        ["bars"] = StreamEvents.Bar,
        ["decisions"] = StreamEvents.Decision,
        ["signals"] = StreamEvents.Signal,
        ["queries"] = StreamEvents.OfQueries,
    }.ToFrozenDictionary();

    private readonly Dictionary<StreamEvents, HashSet<string>> _symbols = [];

    public bool IsEmpty => _symbols.Count == 0;

    public double MinConfidence { get; private set; }

    public TimeSpan Window { get; private set; } = StreamRequest.Window(null);

    /// <summary>As the client is told.</summary>
    public SortedDictionary<string, string[]> Listed => new(
        s_channels.Where(channel => _symbols.ContainsKey(channel.Value)).ToDictionary(channel => channel.Key, channel => _symbols[channel.Value].Order(StringComparer.Ordinal).ToArray()),
        StringComparer.Ordinal);

    /// <summary>All of a message or nothing of it.</summary>
    /// <exception cref="ProblemException">It names what is not there, or too much.</exception>
    public void Subscribe(SocketMessage message)
    {
        (StreamEvents Channel, string[] Symbols)[] named = Named(message);
        (double least, TimeSpan window) = (StreamRequest.MinConfidence(message.MinConfidence), StreamRequest.Window(message.Window));
        foreach ((StreamEvents channel, string[] symbols) in named)
            if (_symbols.GetValueOrDefault(channel, []).Union(symbols).Count() > StreamRequest.MostSymbols)
                throw Problems.TooManyItems.Because($"A channel may name {StreamRequest.MostSymbols} symbols; \"*\" is all.");
        foreach ((StreamEvents channel, string[] symbols) in named)
        {
            if (!_symbols.TryGetValue(channel, out HashSet<string>? had))
                _symbols.Add(channel, had = []);
            had.UnionWith(symbols);
        }
        if (message.MinConfidence is not null)
            MinConfidence = least;
        if (message.Window is not null)
            Window = window;
    }

    /// <exception cref="ProblemException">It names what is not there.</exception>
    public void Unsubscribe(SocketMessage message)
    {
        foreach ((StreamEvents channel, string[] symbols) in Named(message))
        {
            if (!_symbols.TryGetValue(channel, out HashSet<string>? had))
                continue;
            if (symbols.Contains(All))
                had.Clear();
            had.ExceptWith(symbols);
            if (had.Count == 0)
                _symbols.Remove(channel);
        }
    }

    public StreamWish Wish(Caller caller)
    {
        var events = StreamEvents.None;
        foreach (StreamEvents channel in _symbols.Keys)
            events |= channel;
        return new(StreamFormat.WebSocket, events, Wanted, MinConfidence, Window, caller.Id);

        FrozenSet<string>? Wanted(StreamEvents kind) => _symbols.TryGetValue((kind & StreamEvents.OfQueries) == 0 ? kind : StreamEvents.OfQueries, out HashSet<string>? named)
            ? StreamRequest.Symbols(named.Contains(All) ? null : named, caller, "channels")
            : FrozenSet<string>.Empty;
    }

    private static (StreamEvents, string[])[] Named(SocketMessage message)
    {
        if (message.Channels is not { Count: > 0 } channels)
            throw Problems.MalformedBody.Because($"channels is missing: symbols by {string.Join(", ", s_channels.Keys.Order())}.");
        foreach ((string channel, string[] symbols) in channels)
        {
            if (!s_channels.ContainsKey(channel))
                throw Problems.InvalidParameter.Because($"There is no such channel; there are {string.Join(", ", s_channels.Keys.Order())}.");
            if (symbols is not { Length: > 0 })
                throw Problems.MalformedBody.Because($"{channel} names no symbols; \"*\" is all.");
            foreach (string symbol in symbols)
                if (symbol is null || symbol != All && !Domain.Market.SymbolName.IsValid(symbol))
                    throw Problems.InvalidSymbol.Because(Problems.InvalidSymbol.Meaning);
        }
        return [.. channels.Select(channel => (s_channels[channel.Key], channel.Value))];
    }
}
