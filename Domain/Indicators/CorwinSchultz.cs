using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Corwin and Schultz's spread between bid and ask, estimated from highs and lows alone (a fraction of the price, 0…2), and its percentile among the values before it (0…1).</summary>
/// <remarks><code>
/// β = ln²(H₋₁ / L₋₁) + ln²(H / L);  γ = ln²(max(H₋₁, H) / min(L₋₁, L))
/// α = (√(2β) − √β) / (3 − 2√2) − √(γ / (3 − 2√2));  S = max(0, 2(eᵅ − 1) / (1 + eᵅ));  spread = mean of S over n
/// rank = share of the r values before this one that lie strictly below it
/// </code>
/// Where a bar lies wholly above or below the close before it, its high and low are first moved by that gap, as the authors do. Bars
/// without range give 0. First values at bar n + 1, rank at bar n + 1 + r.
/// Source: Corwin and Schultz, A Simple Way to Estimate Bid-Ask Spreads from Daily High and Low Prices, Journal of Finance 67:2 (2012).</remarks>
/// <param name="period">n, 1 or more.</param>
/// <param name="rankPeriod">r, values that the rank looks back on, 1 or more.</param>
[Ships(20, 126)]
public sealed class CorwinSchultz(int period, int rankPeriod) : Indicator
{
    private static readonly double s_k = 3 - 2 * Math.Sqrt(2);

    private readonly RollingMean _mean = new(period);
    private readonly RollingRank _rank = new(rankPeriod);

    public override IReadOnlyList<string> Columns { get; } = [$"corwin_schultz_{period}", $"corwin_schultz_{period}_rank_{rankPeriod}"];

    public override int WarmUp => WarmUpOf(1);

    public override int WarmUpOf(int column) => period + 1 + (column == 0 ? 0 : rankPeriod);

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double close = state.Past(bar).CloseBefore;
        double highBefore = state.Past(bar).HighBefore, lowBefore = state.Past(bar).LowBefore;
        double gap = bar.Low > close ? bar.Low - close : bar.High < close ? bar.High - close : 0;
        double spread = _mean.Next(ref state, Spread(highBefore, lowBefore, bar.High - gap, bar.Low - gap));
        values[0] = spread;
        values[1] = _rank.Next(ref state, spread);
    }

    /// <summary>NaN where there is no bar before.</summary>
    private static double Spread(double highBefore, double lowBefore, double high, double low)
    {
        double before = Math.Log(highBefore / lowBefore), now = Math.Log(high / low);
        double both = Math.Log(Math.Max(highBefore, high) / Math.Min(lowBefore, low));
        double beta = Math.Sqrt(before * before + now * now);
        double alpha = beta * (Math.Sqrt(2) - 1) / s_k - both / Math.Sqrt(s_k);
        return Math.Max(0, 2 * Math.Tanh(alpha / 2));                       // (eᵅ − 1) / (eᵅ + 1) is tanh(α / 2)
    }
}
