namespace GoldenSignals.Domain.Options;

/// <summary>The standard normal distribution, to a relative error below 1e-15 also far in the tails.</summary>
/// <remarks>Source: Cody, Rational Chebyshev Approximations for the Error Function (1969), constants of his CALERF.</remarks>
public static class NormalDistribution
{
    private const double InverseSqrt2Pi = 0.39894228040143267794, InverseSqrtPi = 0.56418958354775628695, InverseSqrt2 = 0.70710678118654752440;

    private static readonly double[] s_nearNumerator =
        [1.85777706184603153e-1, 3.16112374387056560e0, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3];
    private static readonly double[] s_nearDenominator =
        [1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3];
    private static readonly double[] s_middleNumerator =
    [
        2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594e0, 6.61191906371416295e1, 2.98635138197400131e2,
        8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3,
    ];
    private static readonly double[] s_middleDenominator =
    [
        1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3,
        3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3,
    ];
    private static readonly double[] s_farNumerator =
        [1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1, 1.60837851487422766e-2, 6.58749161529837803e-4];
    private static readonly double[] s_farDenominator =
        [1, 2.56852019228982242e0, 1.87295284992346725e0, 5.27905102951428412e-1, 6.05183413124413191e-2, 2.33520497626869185e-3];

    /// <summary>Density at x.</summary>
    public static double Density(double x) => InverseSqrt2Pi * Math.Exp(-0.5 * x * x);

    /// <summary>Probability of a value below x.</summary>
    public static double Cumulative(double x)
    {
        double distance = Math.Abs(x), y = distance * InverseSqrt2;
        if (y <= 0.46875)
            return 0.5 + 0.5 * x * InverseSqrt2 * Ratio(s_nearNumerator, s_nearDenominator, y * y);
        double tail;
        if (y <= 4)
            tail = Ratio(s_middleNumerator, s_middleDenominator, y);
        else
        {
            double z = 1 / (y * y);
            tail = (InverseSqrtPi - z * Ratio(s_farNumerator, s_farDenominator, z)) / y;
        }
        // exp(−x²/2) in two factors: the square of a number of few digits is exact, and the rest is small.
        double coarse = Math.Truncate(distance * 16) / 16;
        tail *= 0.5 * Math.Exp(-0.5 * coarse * coarse) * Math.Exp(-0.5 * (distance - coarse) * (distance + coarse));
        return x < 0 ? tail : 1 - tail;
    }

    private static double Ratio(double[] numerator, double[] denominator, double x)
    {
        double above = numerator[0], below = denominator[0];
        for (int i = 1; i < numerator.Length; i++)
        {
            above = above * x + numerator[i];
            below = below * x + denominator[i];
        }
        return above / below;
    }
}
