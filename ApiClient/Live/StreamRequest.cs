using System.Collections.Frozen;
using System.Globalization;
using GoldenSignals.ApiClient.Security;

namespace GoldenSignals.ApiClient.Live;

/// <summary>What a client may ask of the stream, in words.</summary>
internal static class StreamRequest
{
    public const int MostSymbols = 1_000, MaxWindowMs = 500, DefaultWindowMs = 50;

    /// <exception cref="ProblemException">400 invalid-parameter.</exception>
    public static StreamEvents Events(string? list)
    {
        var events = StreamEvents.None;
        foreach (string name in list?.Split(',') ?? [])
            events |= name switch
            {
                "bar" => StreamEvents.Bar,
                "decision" => StreamEvents.Decision,
                "signal" => StreamEvents.Signal,
                "enter" => StreamEvents.Enter,
                "leave" => StreamEvents.Leave,
                _ => throw Problems.InvalidParameter.Because("events may be bar, decision, signal, enter, leave.", ("parameter", "events")),
            };
        return list is null ? StreamEvents.Market : events;
    }

    /// <summary>The symbols that a caller gets of those that it names; null for all that there are.</summary>
    /// <exception cref="ProblemException">400 invalid-parameter, 422 invalid-symbol.</exception>
    public static FrozenSet<string>? Symbols(IReadOnlyCollection<string>? named, Caller caller, string parameter)
    {
        if (named is null)
            return caller.Symbols;
        if (named.Count > MostSymbols)
            throw Problems.InvalidParameter.Because($"{parameter} may name {MostSymbols}; leave it out for all.", ("parameter", parameter));
        return named.Select(symbol => SymbolRoute.Checked(symbol, parameter)).Where(caller.MaySee).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <exception cref="ProblemException">400 invalid-parameter.</exception>
    public static double MinConfidence(double? value) => value switch
    {
        null => 0,
        >= 0 and <= 1 => value.Value,
        _ => throw Problems.InvalidParameter.Because("minConfidence is 0 to 1.", ("parameter", "minConfidence")),
    };

    /// <exception cref="ProblemException">400 invalid-parameter.</exception>
    public static TimeSpan Window(int? milliseconds) => milliseconds switch
    {
        null => TimeSpan.FromMilliseconds(DefaultWindowMs),
        >= 0 and <= MaxWindowMs => TimeSpan.FromMilliseconds(milliseconds.Value),
        _ => throw Problems.InvalidParameter.Because(string.Create(CultureInfo.InvariantCulture, $"window is 0 to {MaxWindowMs} milliseconds."), ("parameter", "window")),
    };
}
