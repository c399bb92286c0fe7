using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>How a column answers when its input is written in other units. Nobody declares it: it is measured, and an indicator that mixes its units has none.</summary>
/// <param name="Price">The column is times 2 to this power where every price is doubled: 1 for a price, 0 for a ratio of prices.</param>
/// <param name="Volume">The same where every volume is doubled.</param>
/// <param name="Shift">Where a constant is added to every price: 1 if the column moves by it, 0 if it stays, null if neither.</param>
public readonly record struct ColumnUnits(int Price, int Volume, int? Shift)
{
    /// <summary>Measures each column of an indicator over bars.</summary>
    /// <returns>One for each column; null where a bar does not answer as the others do.</returns>
    public static ColumnUnits?[] Of(Indicator indicator, IReadOnlyList<Bar> bars)
    {
        const double shift = 64;
        double[][] plain = indicator.Over([.. bars]);
        double[][] prices = indicator.Over([.. bars.Select(bar => Prices(bar, price => 2 * price))]);
        double[][] volumes = indicator.Over([.. bars.Select(bar => bar with { Volume = 2 * bar.Volume })]);
        double[][] moved = indicator.Over([.. bars.Select(bar => Prices(bar, price => price + shift))]);
        return
        [
            .. plain.Select((values, column) => Power(values, prices[column]) is { } price && Power(values, volumes[column]) is { } volume
                ? new ColumnUnits(price, volume, Agree(values, moved[column], 0) ? 0 : Agree(values, moved[column], shift) ? 1 : null)
                : (ColumnUnits?)null),
        ];
    }

    private static Bar Prices(Bar bar, Func<double, double> change) =>
        bar with { Open = change(bar.Open), High = change(bar.High), Low = change(bar.Low), Close = change(bar.Close) };

    /// <summary>The power of two between two series of values, the same at every bar.</summary>
    private static int? Power(double[] values, double[] scaled)
    {
        int largest = Enumerable.Range(0, values.Length).MaxBy(i => double.IsNaN(values[i]) ? -1 : Math.Abs(values[i]));
        int power = values[largest] is 0 or double.NaN ? 0 : (int)Math.Round(Math.Log2(scaled[largest] / values[largest]));
        return Agree([.. values.Select(value => Math.ScaleB(value, power))], scaled, 0) ? power : null;
    }

    private static bool Agree(double[] expected, double[] actual, double shift)
    {
        double tolerance = 1e-9 * expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
        return expected.Zip(actual).All(pair => double.IsNaN(pair.First) ? double.IsNaN(pair.Second) : Math.Abs(pair.First + shift - pair.Second) <= tolerance);
    }
}
