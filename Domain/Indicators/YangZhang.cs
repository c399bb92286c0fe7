using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Yang-Zhang volatility of one bar (a fraction, not annualised, 0 or more) and its percentile among the values before it (0…1).</summary>
/// <remarks><code>
/// σ² = s²(o) + q·s²(c) + (1 − q)·mean(u·(u − c) + d·(d − c));  q = 0.34 / (1.34 + (n + 1) / (n − 1))
/// o = ln(O / C₋₁);  u, d, c = ln(H, L, C / O);  s² = sample variance, divisor n − 1;  all over n bars
/// rank = share of the r values before this one that lie strictly below it
/// </code>
/// Variances are taken in two passes over the window, O(n); the rank compares with each of the r. A flat market gives 0 and rank 0.
/// First values at bar n + 1, rank at bar n + 1 + r. For a year multiply by √(bars a year).
/// Source: Yang and Zhang, Drift-Independent Volatility Estimation, Journal of Business 73:3 (2000).</remarks>
/// <param name="period">n, 2 or more.</param>
/// <param name="rankPeriod">r, values that the rank looks back on, 1 or more.</param>
[Ships(20, 252)]
public sealed class YangZhang(int period, int rankPeriod) : Indicator
{
    private readonly RollingStdDev _variance = new(period);
    private readonly RollingMean _mean = new(period);
    private readonly RollingRank _rank = new(rankPeriod);
    private readonly double _closeWeight = period > 1
        ? 0.34 / (1.34 + (period + 1.0) / (period - 1))
        : throw new ArgumentOutOfRangeException(nameof(period), period, "a sample variance needs two bars");

    public override IReadOnlyList<string> Columns { get; } = [$"yang_zhang_{period}", $"yang_zhang_{period}_rank_{rankPeriod}"];

    public override int WarmUp => WarmUpOf(1);

    public override int WarmUpOf(int column) => period + 1 + (column == 0 ? 0 : rankPeriod);

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double overnight = Math.Log(bar.Open / state.Past(bar).CloseBefore);                    // NaN at the first bar
        bool first = double.IsNaN(overnight);
        double up = Math.Log(bar.High / bar.Open), down = Math.Log(bar.Low / bar.Open), close = Math.Log(bar.Close / bar.Open);
        double range = up * (up - close) + down * (down - close);                                  // Rogers and Satchell

        double overnightVariance = SampleVariance(ref state, overnight);
        double closeVariance = SampleVariance(ref state, first ? double.NaN : close);
        double rangeVariance = _mean.Next(ref state, first ? double.NaN : range);
        double variance = overnightVariance + _closeWeight * closeVariance + (1 - _closeWeight) * rangeVariance;
        double volatility = Math.Sqrt(Math.Max(variance, 0));                                      // the logs may round below 0
        values[0] = volatility;
        values[1] = _rank.Next(ref state, volatility);
    }

    private double SampleVariance(ref StateCursor state, double input)
    {
        double population = _variance.Next(ref state, input).StdDev;
        return population * population * period / (period - 1);
    }
}
