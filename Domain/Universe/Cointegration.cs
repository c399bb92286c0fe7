namespace GoldenSignals.Domain.Universe;

/// <summary>Two series of log prices held together by a residual that returns to 0.</summary>
/// <param name="Intercept">a of ln y = a + b·ln x + e.</param>
/// <param name="Slope">b, the hedge ratio; above 0.</param>
/// <param name="StdDev">Of the residual e, divisor n − 2; above 0.</param>
/// <param name="HalfLife">Observations in which e loses half of its distance from 0.</param>
public readonly record struct Cointegration(double Intercept, double Slope, double StdDev, double HalfLife)
{
    /// <summary>Critical value of the Engle-Granger test at 5 %, two series, constant, 252 observations: MacKinnon, Critical Values for Cointegration Tests (2010).</summary>
    public const double CriticalValue = -3.36;

    private const double LeastStdDev = 1e-9;                        // below, what is left is rounding

    /// <summary>Where a pair of closes lies, in standard deviations.</summary>
    public double Z(double y, double x) => (Math.Log(y) - Intercept - Slope * Math.Log(x)) / StdDev;

    /// <summary>The two steps of Engle and Granger: a regression, then a unit-root test of its residual.</summary>
    /// <remarks><code>
    /// b, a by least squares of y on x;  φ by least squares of e(t) on e(t − 1), over neighbours that both exist
    /// t = (φ − 1) / se(φ) below the critical value, 0 &lt; φ, 0 &lt; b;   half-life = ln ½ / ln φ
    /// </code>Source: Engle and Granger, Co-integration and Error Correction, Econometrica 55:2 (1987).</remarks>
    /// <param name="y">Logarithms of the closes in time order, NaN where there is none.</param>
    /// <param name="x">The other's, of the same times.</param>
    /// <returns>Null when the residual is not seen to return.</returns>
    public static Cointegration? Of(ReadOnlySpan<double> y, ReadOnlySpan<double> x)
    {
        double meanX = 0, meanY = 0;
        int n = 0;
        for (int t = 0; t < y.Length; t++)
        {
            if (double.IsNaN(y[t] + x[t]))
                continue;
            (meanX, meanY, n) = (meanX + x[t], meanY + y[t], n + 1);
        }
        if (n < 4)
            return null;
        (meanX, meanY) = (meanX / n, meanY / n);

        double xx = 0, xy = 0;
        for (int t = 0; t < y.Length; t++)
        {
            if (double.IsNaN(y[t] + x[t]))
                continue;
            double distance = x[t] - meanX;
            xx += distance * distance;
            xy += distance * (y[t] - meanY);
        }
        double slope = xy / xx, intercept = meanY - slope * meanX;
        if (xx < n * LeastStdDev * LeastStdDev || slope <= 0)       // a flat x, or two that move against each other: no spread to trade
            return null;

        double squares = 0, before = double.NaN, lagged = 0, product = 0, now = 0;
        int steps = 0;
        for (int t = 0; t < y.Length; t++)
        {
            double e = y[t] - intercept - slope * x[t];
            if (!double.IsNaN(e))
                squares += e * e;
            if (!double.IsNaN(e + before))
                (lagged, product, now, steps) = (lagged + before * before, product + before * e, now + e * e, steps + 1);
            before = e;
        }
        double deviation = Math.Sqrt(squares / (n - 2)), phi = product / lagged;
        double error = Math.Sqrt(Math.Max(now - phi * product, 0) / (steps - 1) / lagged);
        return deviation > LeastStdDev && phi > 0 && steps > 2 && (phi - 1) / error < CriticalValue
            ? new(intercept, slope, deviation, Math.Log(0.5) / Math.Log(phi))
            : null;
    }
}
