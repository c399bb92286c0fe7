namespace GoldenSignals.Domain.Options;

/// <summary>Sensitivities of a European option per unit of the underlying.</summary>
/// <remarks><code>
/// delta = ±exp(−qT)·Φ(±d1)                     per 1 of the spot
/// gamma = exp(−qT)·φ(d1) / (S·σ√T)             per 1 of the spot, of delta
/// vega  = S·exp(−qT)·φ(d1)·√T / 100            per percentage point of volatility
/// theta = (−S·exp(−qT)·φ(d1)·σ/(2√T) ∓ r·K·D·Φ(±d2) ± q·S·exp(−qT)·Φ(±d1)) / 365     per calendar day
/// rho   = ±K·T·D·Φ(±d2) / 100                  per percentage point of the rate
/// </code>
/// S = F·exp((q − r)·T), the spot that the forward implies. With an unknown dividend yield the dividends until expiry are taken out
/// of the spot instead (S = F·D, q = 0: Black's escrowed dividends); delta and gamma are then per unit of that spot.
/// Source: Merton (1973); Hull, Options, Futures, and Other Derivatives, chapter 19; Black, Fact and Fantasy in the Use of Options (1975).</remarks>
public readonly record struct OptionGreeks(double Delta, double Gamma, double Vega, double Theta, double Rho)
{
    /// <param name="forward">Of the option's expiry, above 0.</param>
    /// <param name="years">To expiry, above 0.</param>
    /// <param name="volatility">A fraction a year, above 0.</param>
    /// <param name="dividendYield">Continuous; NaN if unknown.</param>
    public static OptionGreeks Of(OptionRight right, double forward, double strike, double years, double volatility, double rate, double dividendYield)
    {
        if (double.IsNaN(dividendYield))
            dividendYield = 0;
        double root = Math.Sqrt(years), deviation = volatility * root;
        double d1 = BlackScholesMerton.D1(forward, strike, deviation), d2 = d1 - deviation;
        double discount = BlackScholesMerton.Discount(rate, years), prepaid = forward * discount;   // S·exp(−qT)
        double spot = prepaid * Math.Exp(dividendYield * years), density = NormalDistribution.Density(d1);
        int sign = right == OptionRight.Call ? 1 : -1;
        double share = NormalDistribution.Cumulative(sign * d1), pays = strike * discount * NormalDistribution.Cumulative(sign * d2);
        return new(
            Delta: sign * share * prepaid / spot,
            Gamma: prepaid * density / (spot * spot * deviation),
            Vega: prepaid * density * root / 100,
            Theta: (-prepaid * density * volatility / (2 * root) - sign * (rate * pays - dividendYield * prepaid * share)) / OptionTime.DaysPerYear,
            Rho: sign * years * pays / 100);
    }
}
