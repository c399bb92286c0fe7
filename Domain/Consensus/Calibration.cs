namespace GoldenSignals.Domain.Consensus;

/// <summary>From a score to the probability that its direction is right at the horizon, learnt from the symbol's own resolved scores.</summary>
/// <remarks><code>
/// prior(s) = 0.5 + 0.5·min(1, |s| / 0.5)                            alone until CalibrateAfter scores have resolved
/// p(s)     = (hits/h + k·prior(s)) / (scores/h + k)                 counts of the score's bin; h = horizon, k = ShrinkageVotes
/// </code>
/// Bins: side of the score and |s| below 0.1, 0.2, 0.35, 0.5 or above. Scores of h consecutive bars overlap, so counts are divided by h.
/// Source: beta-binomial shrinkage of histogram binning (Zadrozny and Elkan, ICML 2001).</remarks>
public sealed class Calibration(ConsensusOptions options)
{
    private const int BinsOfSide = 5;

    private readonly double[] _hits = new double[2 * BinsOfSide];
    private readonly double[] _scores = new double[2 * BinsOfSide];
    private long _resolved;

    public void Resolve(double score, double move)
    {
        if (score == 0)
            return;
        int bin = Bin(score);
        _scores[bin]++;
        _hits[bin] += move == 0 ? 0.5 : score > 0 == move > 0 ? 1 : 0;
        _resolved++;
    }

    public double Confidence(double score)
    {
        double prior = 0.5 + 0.5 * Math.Min(1, Math.Abs(score) / 0.5);
        if (_resolved < options.CalibrateAfter || score == 0)
            return prior;
        int bin = Bin(score);
        double scores = _scores[bin] / options.HorizonBars, hits = _hits[bin] / options.HorizonBars;
        return (hits + options.ShrinkageVotes * prior) / (scores + options.ShrinkageVotes);
    }

    private static int Bin(double score)
    {
        int bin = Math.Abs(score) switch { < 0.1 => 0, < 0.2 => 1, < 0.35 => 2, < 0.5 => 3, _ => 4 };
        return score > 0 ? bin : BinsOfSide + bin;
    }
}
