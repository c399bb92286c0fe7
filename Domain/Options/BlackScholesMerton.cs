namespace GoldenSignals.Domain.Options;

/// <summary>
/// Prices of European options when the underlying at expiry is lognormal. In terms of the forward, so that rate and dividends
/// enter only through it and the discount factor.
/// </summary>
/// <remarks><code>
/// F = S·exp((r − q)·T);   D = exp(−r·T);   d1 = ln(F/K)/(σ√T) + σ√T/2;   d2 = d1 − σ√T
/// call = D·(F·Φ(d1) − K·Φ(d2));   put = D·(K·Φ(−d2) − F·Φ(−d1))
/// </code>r and q continuous, T by <see cref="OptionTime"/>. The side out of the money is computed and the other follows by parity,
/// so that call − put = D·(F − K) holds to the last digits.
/// Source: Black and Scholes (1973); Merton, Theory of Rational Option Pricing (1973); Black, The Pricing of Commodity Contracts (1976).</remarks>
public static class BlackScholesMerton
{
    /// <summary>The forward of a spot.</summary>
    public static double Forward(double spot, double rate, double dividendYield, double years) => spot * Math.Exp((rate - dividendYield) * years);

    /// <summary>Value today of 1 at expiry.</summary>
    public static double Discount(double rate, double years) => Math.Exp(-rate * years);

    /// <summary>Price from a spot.</summary>
    public static double Price(OptionRight right, double spot, double strike, double years, double volatility, double rate, double dividendYield) =>
        Discount(rate, years) * Undiscounted(right, Forward(spot, rate, dividendYield, years), strike, volatility * Math.Sqrt(years));

    /// <summary>Price at expiry money, from the forward. The standard deviation is σ√T; 0 gives the intrinsic value.</summary>
    public static double Undiscounted(OptionRight right, double forward, double strike, double deviation) =>
        Intrinsic(right, forward, strike) + OutOfTheMoney(forward, strike, deviation);

    /// <summary>What the right would be worth if the underlying ended at its forward.</summary>
    public static double Intrinsic(OptionRight right, double forward, double strike) =>
        Math.Max(right == OptionRight.Call ? forward - strike : strike - forward, 0);

    /// <summary>Price, at expiry money, of the call if the strike is at or above the forward, else of the put: pure time value.</summary>
    public static double OutOfTheMoney(double forward, double strike, double deviation)
    {
        if (deviation <= 0)
            return 0;
        double d1 = D1(forward, strike, deviation), d2 = d1 - deviation;
        double value = strike >= forward
            ? forward * NormalDistribution.Cumulative(d1) - strike * NormalDistribution.Cumulative(d2)
            : strike * NormalDistribution.Cumulative(-d2) - forward * NormalDistribution.Cumulative(-d1);
        return Math.Max(value, 0);
    }

    /// <summary>ln(F/K)/(σ√T) + σ√T/2.</summary>
    public static double D1(double forward, double strike, double deviation) => Math.Log(forward / strike) / deviation + deviation / 2;
}
