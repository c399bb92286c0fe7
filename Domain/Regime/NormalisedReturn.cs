using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Indicators.Recurrences;

namespace GoldenSignals.Domain.Regime;

/// <summary>A log return in units of the mean absolute log return before it: dimensionless, so that one set of parameters serves every symbol and interval.</summary>
/// <remarks><code>
/// r = ln(C / C₋₁);  m = Wilder average over 100 bars of |r|;  x = r / m₋₁, held within ±10
/// </code>
/// The unit is slow, so that a volatile month stands out against it, and takes absolute values, so that one enormous bar does
/// not set it for years. It needs closes only: series of closes and series with ranges come out alike.
/// No move is 0; a move after a flat market, where m is 0, is ±10. First value at the close numbered 102.</remarks>
public static class NormalisedReturn
{
    /// <summary>A return beyond this many units counts as this many.</summary>
    public const double Limit = 10;

    /// <summary>Returns that the unit averages.</summary>
    public const int UnitPeriod = 100;

    /// <summary>The first close, counted from 1, at which there is a value.</summary>
    public const int WarmUp = UnitPeriod + 2;

    private static readonly WilderAverage s_unit = new(UnitPeriod);

    public static double Next(ref StateCursor state, double close)
    {
        double move = Math.Log(close / Lag.Next(ref state, close));
        double unit = Lag.Next(ref state, s_unit.Next(ref state, Math.Abs(move)));
        return move == 0 && !double.IsNaN(unit) ? 0 : Math.Clamp(move / unit, -Limit, Limit);
    }

    /// <summary>Over a whole series of closes, NaN left out.</summary>
    public static double[] Over(IReadOnlyList<double> closes)
    {
        var block = new double[Words()];
        var returns = new List<double>(closes.Count);
        foreach (double close in closes)
        {
            var cursor = new StateCursor(block);
            double x = Next(ref cursor, close);
            if (!double.IsNaN(x))
                returns.Add(x);
        }
        return [.. returns];
    }

    private static int Words()
    {
        var cursor = new StateCursor(new double[64]);
        Next(ref cursor, 1);
        return cursor.Position;
    }
}
