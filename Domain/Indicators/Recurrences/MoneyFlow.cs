using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>A bar's volume, weighted by where its close lies in its range. Volume units, −V (close at the low)…V (close at the high).</summary>
/// <remarks><code>
/// multiplier = ((C − L) − (H − C)) / (H − L);  flow = multiplier·V
/// </code>
/// H = L gives 0, our choice. Source: Chaikin, as in StockCharts' ChartSchool.</remarks>
public static class MoneyFlow
{
    public static double Of(in Bar bar) => Multiplier(bar) * bar.Volume;

    /// <summary>Close location, −1 (at the low)…1 (at the high); 0 where H = L.</summary>
    public static double Multiplier(in Bar bar) =>
        bar.High == bar.Low ? 0 : (bar.Close - bar.Low - (bar.High - bar.Close)) / (bar.High - bar.Low);
}
