using GoldenSignals.Domain.Storage;

namespace GoldenSignals.Domain.Consensus;

/// <summary>From a score to the probability that its direction is right at the horizon, learnt from the symbol's own resolved scores.</summary>
/// <remarks><code>
/// p(s) = 0.5 + 0.5·min(1, |s| / 0.5)                       until CalibrateAfter scores have resolved
/// p(s) = (hits/h + k·side(s)) / (scores/h + k)             from then on: counts of the score's bin; h = horizon, k = ShrinkageVotes
/// side(s) = (hits/h + k·0.5) / (scores/h + k)              counts of all scores of that side
/// </code>
/// Bins: side of the score and |s| below 0.1, 0.2, 0.35, 0.5 or above. Counts are forgotten exponentially, an old score counting 1/e after
/// MemoryVotes. Scores of h consecutive bars overlap, so counts are divided by h. Whatever was not observed is taken to be a coin, not
/// what the score claims: over daily bars of seven symbols the claim was right little more than half of the time at any score.
/// Source: beta-binomial shrinkage of histogram binning (Zadrozny and Elkan, ICML 2001), in two levels.</remarks>
public sealed class Calibration(ConsensusOptions options)
{
    private const int BinsOfSide = 5, Sells = BinsOfSide;

    private readonly double[] _counts = new double[4 * BinsOfSide];            // hits | scores, by bin: buys, then sells
    private readonly double _keep = 1 - 1 / options.MemoryVotes;
    private long _resolved;

    private Span<double> Hits => _counts.AsSpan(0, 2 * BinsOfSide);
    private Span<double> Scores => _counts.AsSpan(2 * BinsOfSide);

    public void Resolve(double score, double move)
    {
        if (score == 0)
            return;
        foreach (ref double count in _counts.AsSpan())
            count *= _keep;
        int bin = Bin(score);
        Scores[bin]++;
        Hits[bin] += move == 0 ? 0.5 : score > 0 == move > 0 ? 1 : 0;
        _resolved++;
    }

    public double Confidence(double score)
    {
        if (_resolved < options.CalibrateAfter || score == 0)
            return 0.5 + 0.5 * Math.Min(1, Math.Abs(score) / 0.5);
        int bin = Bin(score), side = score > 0 ? 0 : Sells;
        double hits = 0, scores = 0;
        for (int i = side; i < side + BinsOfSide; i++)
        {
            hits += Hits[i];
            scores += Scores[i];
        }
        return Shrunk(Hits[bin], Scores[bin], toward: Shrunk(hits, scores, toward: 0.5));
    }

    public void Save(StateWriter to)
    {
        to.Int(_resolved);
        to.DoublesOnly(_counts);
    }

    /// <summary>Makes a fresh calibration what another was.</summary>
    /// <exception cref="InvalidDataException">The bytes are of another layout.</exception>
    public void Restore(StateReader from)
    {
        _resolved = from.Int();
        from.DoublesOnly(_counts);
    }

    private double Shrunk(double hits, double scores, double toward) =>
        (hits / options.HorizonBars + options.ShrinkageVotes * toward) / (scores / options.HorizonBars + options.ShrinkageVotes);

    private static int Bin(double score)
    {
        int bin = Math.Abs(score) switch { < 0.1 => 0, < 0.2 => 1, < 0.35 => 2, < 0.5 => 3, _ => 4 };
        return score > 0 ? bin : Sells + bin;
    }
}
