namespace GoldenSignals.Domain.Options;

/// <summary>A number of every expiry brought to one fixed time ahead.</summary>
/// <remarks>Between the two expiries that enclose it, linear in time; volatility as total variance σ²T, which forward variance makes linear.
/// Where none encloses it, the nearest expiry stands in if it is no more than a quarter off; else NaN.
/// Source: the VIX white paper (Cboe), interpolation of variance.</remarks>
public static class ConstantMaturity
{
    private const double Reach = 0.25;

    /// <summary>Volatility at the money. A fraction a year.</summary>
    public static double Volatility(IReadOnlyList<ExpirySlice> slices, double days)
    {
        double years = days / OptionTime.DaysPerYear;
        double variance = At(slices, years, slice => slice.Smile.AtTheMoney * slice.Smile.AtTheMoney * slice.Years, ofTotal: true);
        return Math.Sqrt(variance / years);
    }

    /// <summary>25-delta skew, as a share of the volatility at the money.</summary>
    public static double Skew25(IReadOnlyList<ExpirySlice> slices, double days) =>
        At(slices, days / OptionTime.DaysPerYear, slice => slice.Smile.Skew25, ofTotal: false);

    /// <param name="ofTotal">Whether the number grows with time from 0.</param>
    private static double At(IReadOnlyList<ExpirySlice> slices, double years, Func<ExpirySlice, double> number, bool ofTotal)
    {
        (double Years, double Number) before = (0, double.NaN), after = (double.PositiveInfinity, double.NaN);
        foreach (ExpirySlice slice in slices)
        {
            double value = slice.Years > 0 ? number(slice) : double.NaN;
            if (double.IsNaN(value))
                continue;
            if (slice.Years <= years && slice.Years > before.Years)
                before = (slice.Years, value);
            if (slice.Years >= years && slice.Years < after.Years)
                after = (slice.Years, value);
        }
        if (before.Years == years)
            return before.Number;
        if (before.Years > 0 && double.IsFinite(after.Years))
            return before.Number + (years - before.Years) / (after.Years - before.Years) * (after.Number - before.Number);
        var nearest = before.Years > 0 ? before : after;
        return Math.Abs(nearest.Years - years) <= Reach * years ? nearest.Number * (ofTotal ? years / nearest.Years : 1) : double.NaN;
    }
}
