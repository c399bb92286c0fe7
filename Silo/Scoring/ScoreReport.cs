using System.Globalization;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Scoring;

namespace GoldenSignals.Silo.Scoring;

/// <summary>Everything that a run of scoring found.</summary>
public sealed record ScoreReport
{
    public required ScoreRequest Request { get; init; }
    public required DecisionModel Model { get; init; }
    public required SampleSplit Split { get; init; }
    public required IReadOnlyList<Voter> Voters { get; init; }
    public required IReadOnlyList<SymbolFacts> Symbols { get; init; }
    public required IReadOnlyDictionary<string, long> Quarantined { get; init; }

    /// <summary>By agent.</summary>
    public required IReadOnlyDictionary<string, VoteTally> Tallies { get; init; }

    /// <summary>By voter; of each in-sample first, horizons in the order asked for.</summary>
    public required VoterScore[][] Scores { get; init; }
    public required IReadOnlyDictionary<Sample, double[][]> Correlations { get; init; }
    public required IReadOnlyList<(int Voter, EquityCurve Curve)> Curves { get; init; }

    /// <summary>Measured: by voter, one evaluation, and the whole run. All else is the same for the same input.</summary>
    public required double[] Nanoseconds { get; init; }
    public required double Seconds { get; init; }

    public IEnumerable<Sample> Samples => Correlations.Keys.Order();

    public VoterScore Score(int voter, Sample sample, int horizon) => Scores[voter].First(score => score.Sample == sample && score.HorizonBars == horizon);

    /// <summary>Why a voter has no vote at all; null where it has, or may not be asked.</summary>
    public string? Silence(int voter) => Tallies.GetValueOrDefault(Voters[voter].Id)?.Silence;

    /// <summary>The other voter whose signals are most alike, or most opposed; null where nobody's vary with it.</summary>
    public (int Voter, double Correlation)? Nearest(int voter, Sample sample)
    {
        double[] row = Correlations[sample][voter];
        (int Voter, double Correlation)[] others = [.. row.Select((correlation, i) => (i, correlation)).Where(other => other.i != voter && !double.IsNaN(other.correlation))];
        return others.Length == 0 ? null : others.MaxBy(other => Math.Abs(other.Correlation));
    }

    /// <summary>What must be known of the data before any number is read.</summary>
    public IEnumerable<string> DataStatement()
    {
        foreach (string note in Request.DataNotes)
            yield return note;
        yield return "Survivorship: the symbols are those of the files, and no file tells which symbols were left out. If they were picked knowing who survived, "
            + "all figures lean towards survivors, those of buying and of buy and hold most.";
        string gaps = string.Join(", ", Symbols.Where(symbol => Math.Abs(symbol.LargestGap) > SymbolFacts.SuspiciousGap).OrderByDescending(symbol => Math.Abs(symbol.LargestGap)).Take(10)
            .Select(symbol => string.Create(CultureInfo.InvariantCulture, $"{symbol.Symbol} {symbol.LargestGap:+0%;-0%} on {symbol.LargestGapUtc:yyyy-MM-dd}")));
        yield return "Adjustment: prices are taken as they are in the files, which do not say whether splits and dividends are adjusted. "
            + (gaps.Length == 0 ? "No open lies more than 25 % from the close before, as an unadjusted split would." : $"Opens more than 25 % from the close before, as an unadjusted split would be: {gaps}.");
        string[] flat = [.. Symbols.Where(symbol => symbol.ClosesOnly > 0.5).Select(symbol => symbol.Symbol)];
        if (flat.Length > 0)
            yield return $"One price in most bars ({string.Join(", ", flat)}): in a table of closes a bar's open is its close, so a vote is filled a whole bar later, and ranges and ATR are too small.";
        string[] silent = [.. Symbols.Where(symbol => symbol.WithoutVolume > 0.5).Select(symbol => symbol.Symbol)];
        if (silent.Length > 0)
            yield return $"Without volume in most bars ({string.Join(", ", silent)}): agents of volume abstain there.";
    }
}
