namespace GoldenSignals.Domain.Options;

/// <summary>Whether a price has an implied volatility, and if not, why.</summary>
public enum VolatilityStatus
{
    Solved,
    /// <summary>A price, the forward or the discount factor is not known.</summary>
    MissingInput,
    /// <summary>No time is left.</summary>
    Expired,
    /// <summary>Nobody bids.</summary>
    ZeroBid,
    /// <summary>The bid is above the ask.</summary>
    Crossed,
    /// <summary>The price is at or below what the right is worth without any volatility.</summary>
    BelowIntrinsic,
    /// <summary>The price is at or above what the right can ever be worth.</summary>
    AboveMaximum,
    /// <summary>The time value is lost in the rounding of the price: every small volatility fits.</summary>
    NoTimeValue,
    /// <summary>The volatility would lie above <see cref="ImpliedVolatility.Highest"/>.</summary>
    OutOfRange,
    /// <summary>No root within the allowed steps; not seen, but never passed off as solved.</summary>
    NotConverged,
}

/// <summary>The volatility at which Black, Scholes and Merton give a price. A fraction a year (0.2 = 20 %); NaN unless solved.</summary>
/// <remarks><code>
/// v = price/D − max(±(F − K), 0) = time value;   find s with OutOfTheMoney(F, K, s) = v;   σ = s/√T
/// </code>Newton's method on the logarithm of the price, inside a bracket that each step narrows; a step that leaves the bracket,
/// or is not half of the step before the last, is replaced by a bisection. The price rises strictly with s, so the root is the only one, and it is
/// found to about 1e-13 of itself, or as far as the digits of the price tell it.
/// Source: bracketing after Press et al., Numerical Recipes, rtsafe; the time value out of the money after Jäckel, By Implication (2006).</remarks>
/// <param name="Value">σ, or NaN.</param>
public readonly record struct ImpliedVolatility(double Value, VolatilityStatus Status)
{
    /// <summary>Volatility beyond which a price is not believed: 2,000 % a year.</summary>
    public const double Highest = 20;

    private const int MaxSteps = 200;

    public bool IsSolved => Status == VolatilityStatus.Solved;

    /// <summary>Of the middle of a two-sided quote.</summary>
    public static ImpliedVolatility OfQuote(in OptionContract contract, double forward, double discount, double years) =>
        !(years > 0) ? Without(VolatilityStatus.Expired)
        : double.IsNaN(contract.Bid) || double.IsNaN(contract.Ask) ? Without(VolatilityStatus.MissingInput)
        : contract.Bid > contract.Ask ? Without(VolatilityStatus.Crossed)
        : contract.Bid <= 0 ? Without(VolatilityStatus.ZeroBid)
        : OfPrice(contract.Right, contract.Mid, forward, contract.Strike, discount, years);

    /// <param name="price">Today's price.</param>
    /// <param name="forward">Of the same expiry.</param>
    /// <param name="discount">Value today of 1 at expiry.</param>
    public static ImpliedVolatility OfPrice(OptionRight right, double price, double forward, double strike, double discount, double years)
    {
        if (!(double.IsFinite(price) && forward > 0 && strike > 0 && discount > 0 && double.IsFinite(forward * strike * discount * years)))
            return Without(VolatilityStatus.MissingInput);
        if (years <= 0)
            return Without(VolatilityStatus.Expired);
        double undiscounted = price / discount, timeValue = undiscounted - BlackScholesMerton.Intrinsic(right, forward, strike);
        if (timeValue <= 0)
            return Without(VolatilityStatus.BelowIntrinsic);
        double maximum = Math.Min(forward, strike);                 // of either side's time value
        if (timeValue >= maximum)
            return Without(VolatilityStatus.AboveMaximum);
        if (timeValue < 1e-13 * undiscounted)
            return Without(VolatilityStatus.NoTimeValue);

        double highest = Highest * Math.Sqrt(years);
        if (BlackScholesMerton.OutOfTheMoney(forward, strike, highest) <= timeValue)
            return Without(VolatilityStatus.OutOfRange);
        double deviation = Deviation(forward, strike, timeValue, highest);
        return double.IsNaN(deviation) ? Without(VolatilityStatus.NotConverged) : new(deviation / Math.Sqrt(years), VolatilityStatus.Solved);
    }

    /// <returns>s, or NaN.</returns>
    private static double Deviation(double forward, double strike, double timeValue, double highest)
    {
        double low = 0, high = highest, target = Math.Log(timeValue), before = highest, last = highest;
        // At the money the price is about F·s/√(2π); away from it the inflection of the price in s is a start that Newton likes.
        double s = Math.Min(Math.Max(2.5 * timeValue / Math.Sqrt(forward * strike), Math.Sqrt(2 * Math.Abs(Math.Log(forward / strike)))), highest / 2);
        for (int step = 0; step < MaxSteps; step++)
        {
            double value = BlackScholesMerton.OutOfTheMoney(forward, strike, s);
            if (value < timeValue)
                low = s;
            else
                high = s;
            double vega = forward * NormalDistribution.Density(BlackScholesMerton.D1(forward, strike, s));
            double next = s - (Math.Log(value) - target) * value / vega;
            if (!(next > low && next < high) || Math.Abs(next - s) > before / 2)
                next = low > 0 && high > 4 * low ? Math.Sqrt(low * high) : (low + high) / 2;
            (before, last) = (last, Math.Abs(next - s));
            s = next;
            if (last <= 1e-13 * s)
                return s;
        }
        return double.NaN;
    }

    private static ImpliedVolatility Without(VolatilityStatus status) => new(double.NaN, status);
}
