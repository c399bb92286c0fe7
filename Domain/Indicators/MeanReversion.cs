using System.Runtime.Intrinsics;
using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>
/// How far the close is from its mean, and how fast such a distance fades. zscore in standard deviations; ar1 the share of a
/// distance that is left one bar later, near 0…1; halflife in bars until half of it is left, above 0 and at most 1000.
/// </summary>
/// <remarks><code>
/// zscore = (C − mean) / σ over n closes, σ the population's
/// ar1 = 1 + λ;  λ from the least-squares line ΔC = μ + λ·C₋₁ over n − 1 steps;  halflife = −ln 2 / λ
/// </code>
/// 1000 stands for "not within 1000 bars, or never" (λ near 0 or above it). A flat window gives zscore 0, ar1 1 and 1000: there is
/// nothing to revert. Two passes over one window of closes, O(n). First values at bar n.
/// λ is biased downwards, by about 5 / n on a random walk: of 60 bars that alone is a half-life of 8.
/// Source: Chan, Algorithmic Trading (2013), chapter 2.</remarks>
/// <param name="period">n, 3 or more.</param>
[Ships(60)]
public sealed class MeanReversion(int period) : Indicator
{
    /// <summary>Bars that stand for a distance that does not fade.</summary>
    public const double Never = 1000;

    private readonly int _closes = PastBars.CheckCloses(period, least: 3);              // a line needs two steps

    public override IReadOnlyList<string> Columns { get; } = [$"zscore_{period}", $"ar1_{period}", $"ar1_{period}_halflife"];

    public override int WarmUp => period;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        ReadOnlySpan<double> closes = state.Past(bar).Closes(_closes);
        if (closes.IsEmpty)
        {
            values.Fill(double.NaN);
            return;
        }

        double mean = Series.Mean(closes), squares = 0, products = 0;
        Vector256<double> centre = Vector256.Create(mean), squareSums = default, productSums = default;
        ReadOnlySpan<Vector256<double>> fours = Series.Fours(closes[..^1], out ReadOnlySpan<double> rest);
        ReadOnlySpan<Vector256<double>> next = Series.Fours(closes[1..], out ReadOnlySpan<double> nextRest);
        for (int i = 0; i < fours.Length; i++)
        {
            Vector256<double> distance = fours[i] - centre;
            squareSums += distance * distance;
            productSums += distance * (next[i] - fours[i]);
        }
        for (int i = 0; i < rest.Length; i++)
        {
            squares += (rest[i] - mean) * (rest[i] - mean);
            products += (rest[i] - mean) * (nextRest[i] - rest[i]);
        }
        squares += Vector256.Sum(squareSums);
        products += Vector256.Sum(productSums);

        // The line runs through the n − 1 earlier closes, whose distances sum to −last, and their steps, which sum to the whole move.
        double last = closes[^1] - mean, steps = closes.Length - 1, earlier = -last, move = closes[^1] - closes[0];
        double spread = squares - earlier * earlier / steps;
        double slope = spread > 1e-18 * mean * mean ? (products - earlier * move / steps) / spread : 0;
        double sigma = Math.Sqrt((squares + last * last) / closes.Length);
        values[0] = sigma == 0 ? 0 : last / sigma;
        values[1] = 1 + slope;
        values[2] = slope < -Math.Log(2) / Never ? -Math.Log(2) / slope : Never;
    }
}
