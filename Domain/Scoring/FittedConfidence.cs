namespace GoldenSignals.Domain.Scoring;

/// <summary>From the strength of a vote to a probability that it is right, for those who state none. To be fitted in-sample only.</summary>
/// <remarks><code>
/// p(bin) = (hits/h + k·p) / (votes/h + k)        p = (hits/h + k/2) / (votes/h + k) over all bins,  k = 20
/// </code>
/// Five bins of equal width over |direction|·confidence. Votes of h consecutive bars overlap, so counts are divided by h.</remarks>
public sealed class FittedConfidence(int horizonBars)
{
    private const int Bins = 5;
    private const double Shrinkage = 20;

    private readonly double[] _hits = new double[Bins], _votes = new double[Bins];

    public void Fit(double strength, double hit)
    {
        int bin = Bin(strength);
        _hits[bin] += hit / horizonBars;
        _votes[bin] += 1.0 / horizonBars;
    }

    public double Probability(double strength)
    {
        double all = (_hits.Sum() + Shrinkage / 2) / (_votes.Sum() + Shrinkage);
        int bin = Bin(strength);
        return (_hits[bin] + Shrinkage * all) / (_votes[bin] + Shrinkage);
    }

    private static int Bin(double strength) => Math.Clamp((int)(strength * Bins), 0, Bins - 1);
}
