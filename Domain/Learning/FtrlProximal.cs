using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
        // Lanes of fixed width, so that the sum has the same bits on every processor.
        Vector256<double> sums = default;
        ReadOnlySpan<Vector256<double>> w = Fours(weights), inputs = Fours(x);
        for (int i = 0; i < inputs.Length; i++)
            sums += w[i] * inputs[i];
        return 1 / (1 + Math.Exp(-Math.Clamp(Vector256.Sum(sums), -MostLogit, MostLogit)));
    }

    /// <summary>Learns one example: one step for each coordinate.</summary>
    /// <param name="x">As many coordinates as the spans of the state have; a multiple of four.</param>
    /// <param name="label">1 or 0.</param>
    /// <param name="weights">w, as the last call left it.</param>
    /// <param name="sums">z.</param>
    /// <param name="roots">√n.</param>
    public void Update(ReadOnlySpan<double> x, double label, Span<double> weights, Span<double> sums, Span<double> roots)
    {
        double error = Predict(weights, x) - label;
        ReadOnlySpan<Vector256<double>> inputs = Fours(x);
        Span<Vector256<double>> ws = Fours(weights), zs = Fours(sums), ns = Fours(roots);
        for (int i = 0; i < inputs.Length; i++)
        {
            Vector256<double> gradient = inputs[i] * error, root = Vector256.Sqrt(ns[i] * ns[i] + gradient * gradient);
            Vector256<double> z = zs[i] + gradient - (root - ns[i]) / _rate * ws[i];
            Vector256<double> beyond = Vector256.Abs(z) - Vector256.Create(_l1);
            Vector256<double> weight = -Vector256.CopySign(beyond, z) / ((root + Vector256.Create(_smoothing)) / _rate + Vector256.Create(_l2));
            ws[i] = Vector256.GreaterThan(beyond, default) & weight;
            (zs[i], ns[i]) = (z, root);
        }
    }

    private static Span<Vector256<double>> Fours(Span<double> values) =>
        values.Length % 4 == 0 ? MemoryMarshal.Cast<double, Vector256<double>>(values) : throw Uneven();

    private static ReadOnlySpan<Vector256<double>> Fours(ReadOnlySpan<double> values) =>
        values.Length % 4 == 0 ? MemoryMarshal.Cast<double, Vector256<double>>(values) : throw Uneven();

    private static ArgumentException Uneven() => new("coordinates come in fours: fill up with zeros");

    private static double NotNegative(double value, string name) =>
        value >= 0 ? value : throw new ArgumentOutOfRangeException(name, value, "is 0 or more");
}
