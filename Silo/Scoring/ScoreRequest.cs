using System.ComponentModel.DataAnnotations;
using System.Globalization;
using GoldenSignals.Domain.Scoring;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.Silo.Scoring;

/// <summary>What to score, and how.</summary>
public sealed record ScoreRequest
{
    /// <summary>Files, folders and globs.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Length of the bars; null: the files' own, one minute for trades and quotes.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>Only these symbols; empty for all.</summary>
    public IReadOnlyList<string> Symbols { get; init; } = [];

    /// <summary>What files of option chains do not tell.</summary>
    public ChainTerms Chains { get; init; } = new();

    public SplitChoice Split { get; init; } = SplitChoice.Default;

    /// <summary>Bars after the split that nobody is judged on; null: the longest horizon.</summary>
    public int? EmbargoBars { get; init; }

    public ScoringOptions Scoring { get; init; } = new();

    /// <summary>Of the bootstrap's draws.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Leaves the test period unjudged: for choosing options.</summary>
    public bool InSampleOnly { get; init; }

    /// <summary>What is known of the data, for the report.</summary>
    public IReadOnlyList<string> DataNotes { get; init; } = [];

    /// <summary>Options of the agents, the consensus and the risk, <c>Section:Name</c> to value.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>How the run was called, for the report.</summary>
    public string Command { get; init; } = "";
}

/// <summary>Where in-sample ends: at a date, or when a share of all bars had closed.</summary>
public sealed record SplitChoice(DateTime? AtUtc, double Share)
{
    public static readonly SplitChoice Default = new(null, 0.7);

    public static bool TryParse(string text, out SplitChoice choice)
    {
        choice = Default;
        bool percent = text.EndsWith('%');
        if (double.TryParse(percent ? text[..^1] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out double share))
        {
            choice = new(null, percent ? share / 100 : share);
            return choice.Share is > 0 and < 1;
        }
        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime at))
            return false;
        choice = new(at, double.NaN);
        return true;
    }

    /// <exception cref="ValidationException">Nothing would be left on one side of it.</exception>
    public DateTime Of(IReadOnlyList<SymbolTrack> tracks)
    {
        DateTime first = tracks.Min(track => track.CloseOf(0)), last = tracks.Max(track => track.CloseOf(track.Count - 1));
        DateTime at = AtUtc ?? SampleSplit.TimeOf(Share, tracks.SelectMany(track => Enumerable.Range(0, track.Count).Select(track.CloseOf)));
        return at >= first && at < last
            ? at
            : throw new ValidationException(string.Create(CultureInfo.InvariantCulture, $"--split {at:yyyy-MM-dd'T'HH:mm:ss'Z'} leaves no bar on one side: the bars close from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}"));
    }
}
