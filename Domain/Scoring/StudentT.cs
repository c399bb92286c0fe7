namespace GoldenSignals.Domain.Scoring;

/// <summary>Student's t distribution: the normal with the fat tails that a deviation estimated from few blocks deserves.</summary>
/// <remarks>Through the regularised incomplete beta function by its continued fraction (Lentz's method).
/// Source: Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 26.5.8 and 26.7.1.</remarks>
public static class StudentT
{
    /// <summary>Probability of a |t| at least this large by chance.</summary>
    /// <param name="freedom">Degrees of freedom, above 0.</param>
    public static double TwoSided(double t, double freedom) =>
        double.IsNaN(t) || !(freedom > 0) ? double.NaN
        : double.IsInfinity(t) ? 0
        : IncompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5);

    /// <summary>The |t| that chance exceeds with this probability.</summary>
    public static double Critical(double probability, double freedom)
    {
        double low = 0, high = 1;
        while (TwoSided(high, freedom) > probability && high < 1e9)
            high *= 2;
        for (int i = 0; i < 100; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = TwoSided(middle, freedom) > probability ? (middle, high) : (low, middle);
        }
        return (low + high) / 2;
    }

    private static double IncompleteBeta(double x, double a, double b)
    {
        if (x <= 0)
            return 0;
        if (x >= 1)
            return 1;
        double front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + a * Math.Log(x) + b * Math.Log(1 - x));
        return x < (a + 1) / (a + b + 2)
            ? front * Fraction(x, a, b) / a
            : 1 - front * Fraction(1 - x, b, a) / b;
    }

    private static double Fraction(double x, double a, double b)
    {
        const double Tiny = 1e-300;
        double c = 1, d = NotZero(1 - (a + b) * x / (a + 1)), result = d = 1 / d;
        for (int m = 1; m <= 500; m++)
        {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / NotZero(1 + even * d);
            c = NotZero(1 + even / c);
            result *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / NotZero(1 + odd * d);
            c = NotZero(1 + odd / c);
            double step = d * c;
            result *= step;
            if (Math.Abs(step - 1) < 1e-15)
                break;
        }
        return result;

        static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;
    }

    /// <summary>Stirling's series, after shifting the argument beyond 10.</summary>
    private static double LogGamma(double x)
    {
        double shift = 0;
        for (; x < 10; x++)
            shift -= Math.Log(x);
        double z = 1 / (x * x);
        double series = (1.0 / 12 - z * (1.0 / 360 - z * (1.0 / 1260 - z * (1.0 / 1680 - z / 1188)))) / x;
        return shift + (x - 0.5) * Math.Log(x) - x + 0.5 * Math.Log(2 * Math.PI) + series;
    }
}
