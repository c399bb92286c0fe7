namespace GoldenSignals.Domain.Learning;

/// <summary>Logistic regression that learns one example at a time: FTRL-Proximal with a learning rate for each coordinate, L1 and L2. Holds parameters only.</summary>
/// <remarks><code>
/// p  = 1 / (1 + e^(−w·x));  g = (p − y)·x;  s = (√(n + g²) − √n) / α
/// z += g − s·w;  n += g²
/// w  = 0 where |z| ≤ λ₁, else −(z − sign(z)·λ₁) / ((β + √n) / α + λ₂)
/// </code>
/// A zeroed state is the fresh one: all weights 0, every probability ½. The more a coordinate has seen, the smaller its steps;
/// nothing is forgotten. |w·x| is held within 35, where p no longer differs from 0 or 1 in what follows.
/// Source: McMahan et al., Ad Click Prediction: a View from the Trenches, KDD (2013), algorithm 1.</remarks>
/// <param name="rate">α, above 0: size of the first steps.</param>
/// <param name="smoothing">β, 0 or more: the paper's 1 is enough.</param>
/// <param name="l1">λ₁, 0 or more: evidence that a coordinate needs before it has a weight at all.</param>
/// <param name="l2">λ₂, 0 or more: pulls every weight towards 0.</param>
public sealed class FtrlProximal(double rate, double smoothing, double l1, double l2)
{
    private const double MostLogit = 35;

    private readonly double _rate = rate > 0 ? rate : throw new ArgumentOutOfRangeException(nameof(rate), rate, "a learning rate is above 0");
    private readonly double _smoothing = NotNegative(smoothing, nameof(smoothing));
    private readonly double _l1 = NotNegative(l1, nameof(l1));
    private readonly double _l2 = NotNegative(l2, nameof(l2));

    /// <summary>Probability that the label of <paramref name="x"/> is 1.</summary>
    public static double Predict(ReadOnlySpan<double> weights, ReadOnlySpan<double> x)
    {
        double logit = 0;
        for (int i = 0; i < x.Length; i++)
            logit += weights[i] * x[i];
        return 1 / (1 + Math.Exp(-Math.Clamp(logit, -MostLogit, MostLogit)));
    }

    /// <summary>Learns one example: one step for each coordinate.</summary>
    /// <param name="label">1 or 0.</param>
    /// <param name="weights">w, as the last call left it.</param>
    /// <param name="sums">z.</param>
    /// <param name="squares">n.</param>
    public void Update(ReadOnlySpan<double> x, double label, Span<double> weights, Span<double> sums, Span<double> squares)
    {
        double error = Predict(weights, x) - label;
        for (int i = 0; i < x.Length; i++)
        {
            double gradient = error * x[i], before = Math.Sqrt(squares[i]);
            squares[i] += gradient * gradient;
            double after = Math.Sqrt(squares[i]);
            sums[i] += gradient - (after - before) / _rate * weights[i];
            double beyond = Math.Abs(sums[i]) - _l1;
            weights[i] = beyond <= 0 ? 0 : -Math.CopySign(beyond, sums[i]) / ((_smoothing + after) / _rate + _l2);
        }
    }

    private static double NotNegative(double value, string name) =>
        value >= 0 ? value : throw new ArgumentOutOfRangeException(name, value, "is 0 or more");
}
