namespace GoldenSignals.Domain.Scoring;

/// <summary>All voters, horizons and samples. Deterministic: the only chance is in the generators that are handed in.</summary>
/// <param name="chance">Numbers in [0, 1) by name, the same for the same name, so that no draw depends on what else is scored.</param>
public sealed class Scorer(IReadOnlyList<Voter> voters, IReadOnlyList<SymbolTrack> tracks, SampleSplit split, ScoringOptions options, Func<string, Func<double>> chance)
{
    /// <summary>Every voter's scores, in the order of the voters; of each in-sample before out of sample, horizons as given.</summary>
    /// <param name="samples">In-sample must be there: it is what is fitted on.</param>
    /// <param name="progress">Told of the share done.</param>
    public VoterScore[][] Scores(IReadOnlyList<Sample> samples, Action<double>? progress = null)
    {
        var scores = new VoterScore[voters.Count][];
        for (int v = 0; v < scores.Length; v++)
            scores[v] = new VoterScore[samples.Count * options.Horizons.Count];
        for (int h = 0; h < options.Horizons.Count; h++)
        {
            int horizon = options.Horizons[h];
            SampleOutcomes[] outcomes = [.. samples.Select(sample => SampleOutcomes.Of(tracks, split, sample, horizon, options, chance($"{sample} {horizon}")))];
            SampleOutcomes inSample = outcomes.Single(of => of.Sample == Sample.InSample);
            for (int v = 0; v < voters.Count; v++)
            {
                var scoring = new VoterScoring(v, voters[v].StatesProbability, horizon);
                for (int s = 0; s < outcomes.Length; s++)
                    scores[v][s * options.Horizons.Count + h] = scoring.Score(tracks, outcomes[s], inSample);
                progress?.Invoke((h + (v + 1.0) / voters.Count) / options.Horizons.Count);
            }
        }
        foreach (Sample sample in samples)
            Adjust(scores, sample);
        return scores;
    }

    /// <summary>Correlation of the voters' signals over all bars of a sample, no vote being 0.</summary>
    public double[][] Correlations(Sample sample)
    {
        (int From, int To)[] ranges = [.. tracks.Select(track => split.Of(sample, track.Bars, track.Interval, reachBars: 0))];
        int bars = ranges.Sum(range => range.To - range.From);
        var signals = new float[voters.Count][];
        for (int v = 0; v < signals.Length; v++)
        {
            signals[v] = new float[bars];
            int at = 0;
            for (int s = 0; s < tracks.Count; s++)
                for (int t = ranges[s].From; t < ranges[s].To; t++)
                    signals[v][at++] = tracks[s].Opinions[v].Signal(t);
        }
        return Pearson.Matrix(signals);
    }

    public EquityCurve? Equity(int voter, Sample sample) => EquityCurve.Of(tracks, voter, split, sample, options, chance($"{sample} equity"));

    private static void Adjust(VoterScore[][] scores, Sample sample)
    {
        (int Voter, int Place)[] tests = [.. scores.SelectMany((of, v) => of.Select((score, i) => (Score: score, v, i)).Where(one => one.Score.Sample == sample).Select(one => (one.v, one.i)))];
        double[] q = BenjaminiHochberg.Adjust([.. tests.Select(test => scores[test.Voter][test.Place].P)]);
        for (int i = 0; i < q.Length; i++)
            scores[tests[i].Voter][tests[i].Place] = scores[tests[i].Voter][tests[i].Place] with { Q = q[i] };
    }
}
