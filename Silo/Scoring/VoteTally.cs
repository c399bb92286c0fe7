using System.Globalization;
using System.Runtime.InteropServices;
using GoldenSignals.Domain.Agents;

namespace GoldenSignals.Silo.Scoring;

/// <summary>Why an agent did not vote, and how much it scaled, over all bars.</summary>
public sealed class VoteTally
{
    private readonly Dictionary<string, int> _abstentions = [];
    private double _scales;
    private int _bars;

    /// <summary>Bars without a vote, by reason.</summary>
    public SortedDictionary<string, int> Abstentions => new(_abstentions, StringComparer.Ordinal);

    /// <summary>What it multiplied the score by, on average; 1 for an agent that does not scale.</summary>
    public double MeanScale => _scales / _bars;

    /// <summary>Why it never voted, in a word; null where it did.</summary>
    public string? Silence => _abstentions.Values.Sum() < _bars ? null
        : MeanScale < 1 ? string.Create(CultureInfo.InvariantCulture, $"a gate: it scales, by {MeanScale:F2} on average, and does not vote")
        : $"never voted, mostly {_abstentions.MaxBy(reason => reason.Value).Key}";

    public void Add(in Vote vote)
    {
        _bars++;
        _scales += vote.Scale;
        if (vote.Abstains)
            CollectionsMarshal.GetValueRefOrAddDefault(_abstentions, vote.Reason, out _)++;
    }
}
