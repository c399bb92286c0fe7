using System.Globalization;
using GoldenSignals.Domain.Market;
using Orleans;

namespace GoldenSignals.Domain.Sentiment;

/// <summary>Who speaks: the press, or the crowd.</summary>
public enum NewsChannel
{
    News,
    Social,
}

/// <summary>What the author of a message says of it, where the platform asks.</summary>
public enum Stance
{
    None,
    Bullish,
    Bearish,
}

/// <summary>One headline or message about a symbol.</summary>
/// <param name="Headline">The text that is scored, 1…2000 characters.</param>
/// <param name="Source">Who published it.</param>
/// <param name="Stance">The author's own label; goes before the tone of a message of the crowd.</param>
/// <param name="Id">Of the item at its source, so that it counts once; empty where there is none.</param>
/// <param name="Tone">-1…1 once scored, NaN before.</param>
/// <remarks>
/// The tone travels with the item. Whoever takes items in scores them once, with the lexicon in force there (<see cref="Scored"/>):
/// so there is no setting in Domain that all would share, two grids in one process may use two lexicons, a journal replays the same
/// whatever lexicon is in force by then, and nothing is scored again on the way to a bar.
/// </remarks>
[GenerateSerializer, Immutable, Alias("gs.NewsItem")]
public sealed record NewsItem(
    string Symbol,
    DateTime TimeUtc,
    [property: Id(0)] string Headline,
    [property: Id(1)] string Source = "",
    [property: Id(2)] NewsChannel Channel = NewsChannel.News,
    [property: Id(3)] Stance Stance = Stance.None,
    [property: Id(4)] string Id = "",
    [property: Id(5)] double Tone = double.NaN) : SymbolInput(Symbol, TimeUtc)
{
    public const int LongestHeadline = 2000, LongestName = 200;

    public const string HeadlineMissing = "headline-missing", HeadlineTooLong = "headline-too-long", SourceTooLong = "source-too-long", IdTooLong = "id-too-long",
        UnknownChannel = "unknown-channel", UnknownStance = "unknown-stance", ToneOutOfRange = "tone-out-of-range";

    /// <summary>Its id at the source; without one what it says, who says it and when.</summary>
    public override string Identity => Id.Length > 0
        ? $"{Channel} {Source}: {Id}"
        : string.Create(CultureInfo.InvariantCulture, $"{Channel} {Source} {TimeUtc:O}: {Headline}");

    /// <summary>The item with its tone; one that has a tone keeps it.</summary>
    public NewsItem Scored(ToneScorer scorer) => double.IsNaN(Tone) ? this with { Tone = scorer.Score(Headline) } : this;

    public override string? Refusal(out string? field)
    {
        (string? refusal, field) =
            string.IsNullOrWhiteSpace(Headline) ? (HeadlineMissing, "headline")
            : Headline.Length > LongestHeadline ? (HeadlineTooLong, "headline")
            : Source is null || Source.Length > LongestName ? (SourceTooLong, "source")
            : Id is null || Id.Length > LongestName ? (IdTooLong, "id")
            : !Enum.IsDefined(Channel) ? (UnknownChannel, "channel")
            : !Enum.IsDefined(Stance) ? (UnknownStance, "stance")
            : Tone is < -1 or > 1 ? (ToneOutOfRange, "tone")
            : default((string?, string?));
        return refusal;
    }
}
