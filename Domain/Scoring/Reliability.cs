namespace GoldenSignals.Domain.Scoring;

/// <summary>Holds probabilities against what came: Brier's score, and by bins how often it came of what was said.</summary>
/// <remarks><code>
/// Brier = mean (p − came)²                 0 is perfect, 0.25 says 50 % always
/// calibration error = Σ n(bin)·|mean p − share that came| / n
/// </code>Source: Brier, Verification of forecasts expressed in terms of probability (1950).</remarks>
public sealed class Reliability
{
    /// <summary>Bins of five percent: 0…0.05 and so on.</summary>
    public const int Bins = 20;

    private readonly double[] _said = new double[Bins], _came = new double[Bins];
    private readonly long[] _counts = new long[Bins];
    private double _squares;
    private long _count;

    /// <param name="probability">What was said, 0…1.</param>
    /// <param name="came">1 if it came, 0 if not, one half if neither can be said.</param>
    public void Add(double probability, double came)
    {
        int bin = Math.Min((int)(probability * Bins), Bins - 1);
        _said[bin] += probability;
        _came[bin] += came;
        _counts[bin]++;
        _squares += (probability - came) * (probability - came);
        _count++;
    }

    public double Brier => _count == 0 ? double.NaN : _squares / _count;

    public double CalibrationError => _count == 0 ? double.NaN : Points().Sum(point => point.Votes * Math.Abs(point.Said - point.Came)) / _count;

    /// <summary>The bins that hold anything, rising.</summary>
    public IEnumerable<ReliabilityPoint> Points() =>
        Enumerable.Range(0, Bins).Where(bin => _counts[bin] > 0).Select(bin => new ReliabilityPoint(_said[bin] / _counts[bin], _came[bin] / _counts[bin], _counts[bin]));
}

/// <param name="Said">Mean probability of the bin.</param>
/// <param name="Came">Share of hits in it.</param>
public sealed record ReliabilityPoint(double Said, double Came, long Votes);
