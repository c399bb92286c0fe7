using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Tests.Indicators;

/// <summary>Formulas as a textbook has them, over whole arrays and with no thought of speed, to hold the incremental code against.</summary>
internal static class Plain
{
    /// <summary>A function of each window of n values, NaN before the n-th.</summary>
    public static double[] Rolling(double[] values, int period, Func<double[], double> of) =>
        [.. values.Select((_, i) => i < period - 1 ? double.NaN : of(values[(i - period + 1)..(i + 1)]))];

    public static double[] TrueRange(Bar[] bars) =>
        [.. bars.Select((bar, i) => i == 0 ? double.NaN : new[]
        {
            bar.High - bar.Low, Math.Abs(bar.High - bars[i - 1].Close), Math.Abs(bar.Low - bars[i - 1].Close),
        }.Max())];

    /// <summary>Wilder: the weight of a new value is 1 / n.</summary>
    public static double[] Wilder(double[] values, int period) => Smooth(values, period, 1.0 / period);

    public static double[] Ema(double[] values, int period) => Smooth(values, period, 2.0 / (period + 1));

    /// <summary>The share of the n values before each that lie below it.</summary>
    public static double[] Rank(double[] values, int period) =>
        [.. values.Select((value, i) => i < period || double.IsNaN(values[i - period])
            ? double.NaN
            : values[(i - period)..i].Count(earlier => earlier < value) / (double)period)];

    public static double SampleVariance(double[] values) =>
        values.Sum(value => Math.Pow(value - values.Average(), 2)) / (values.Length - 1);

    private static double[] Smooth(double[] values, int period, double weight)
    {
        int first = values.TakeWhile(double.IsNaN).Count() + period - 1;
        var smoothed = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
            smoothed[i] = i < first ? double.NaN
                : i == first ? values[(i - period + 1)..(i + 1)].Average()
                : (1 - weight) * smoothed[i - 1] + weight * values[i];
        return smoothed;
    }
}
