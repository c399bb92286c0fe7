using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>
/// Bollinger bands and what is read off them. Upper, mid and lower in price units; pctb, width and z are plain fractions
/// (pctb 0 at the lower band, 1 at the upper, unbounded; width ≥ 0; z in standard deviations); width_rank 0…1.
/// </summary>
/// <remarks><code>
/// mid = SMA(n);  upper, lower = mid ± k·σ;  σ = population standard deviation of the last n closes
/// pctb = (C − lower) / (upper − lower);  width = (upper − lower) / mid;  z = (C − mid) / σ
/// width_rank = share of the r widths before this one that lie strictly below it
/// </code>
/// σ is taken in two passes over the window, O(n). σ = 0 (flat window): pctb 0.5 and z 0, the middle, our choice.
/// First values at bar n; width_rank at bar n + r.
/// Source: Bollinger, Bollinger on Bollinger Bands (2001); the squeeze is a low width_rank.</remarks>
/// <param name="period">Bars of the window, 1 or more.</param>
/// <param name="deviations">k, standard deviations from the middle to a band, above 0.</param>
/// <param name="rankPeriod">r, widths that the rank looks back on, 1 or more.</param>
[Ships(20, 2.0, 126)]
public sealed class BollingerBands(int period, double deviations, int rankPeriod) : Indicator
{
    private readonly int _closes = PastBars.CheckCloses(period);
    private readonly RollingRank _rank = new(rankPeriod);

    public override IReadOnlyList<string> Columns { get; } =
    [
        .. new[] { "upper", "mid", "lower", "pctb", "width", "z", FormattableString.Invariant($"width_rank_{rankPeriod}") }
            .Select(part => FormattableString.Invariant($"bb_{period}_{deviations}_{part}")),
    ];

    public override int WarmUp => period + rankPeriod;

    public override int WarmUpOf(int column) => column == 6 ? WarmUp : period;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        var (mid, sigma) = RollingStdDev.Of(state.Past(bar).Closes(_closes));
        double upper = mid + deviations * sigma, lower = mid - deviations * sigma;
        double width = (upper - lower) / mid;
        values[0] = upper;
        values[1] = mid;
        values[2] = lower;
        values[3] = upper == lower ? 0.5 : (bar.Close - lower) / (upper - lower);
        values[4] = width;
        values[5] = sigma == 0 ? 0 : (bar.Close - mid) / sigma;
        values[6] = _rank.Next(ref state, width);
    }
}
