using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Which share of a bar's range is body, upper shadow and lower shadow. Fractions, 0…1, that sum to 1.</summary>
/// <remarks><code>
/// body = |C − O| / (H − L);  upper = (H − max(O, C)) / (H − L);  lower = (min(O, C) − L) / (H − L)
/// </code>
/// A bar with H = L has no shape: all three are 0, our choice. First values at bar 1.
/// Source: the usual candlestick measures; Nison, Japanese Candlestick Charting Techniques (1991).</remarks>
[Ships]
public sealed class BarShape : Indicator
{
    public override IReadOnlyList<string> Columns { get; } = ["body_ratio", "upper_shadow_ratio", "lower_shadow_ratio"];

    public override int WarmUp => 1;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double range = bar.High - bar.Low;
        double share = range == 0 ? 0 : 1 / range;
        values[0] = share * Math.Abs(bar.Close - bar.Open);
        values[1] = share * (bar.High - Math.Max(bar.Open, bar.Close));
        values[2] = share * (Math.Min(bar.Open, bar.Close) - bar.Low);
    }
}
