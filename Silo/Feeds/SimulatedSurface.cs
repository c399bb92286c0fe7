namespace GoldenSignals.Silo.Feeds;

/// <summary>A surface of implied volatilities without static arbitrage: no butterfly and no calendar spread has a negative price.</summary>
/// <remarks><code>
/// θ(T) = v̄·T + (v − v̄)·(1 − exp(−κT))/κ           the variance that a mean-reverting variance v is expected to bring
/// w(k, T) = θ/2·(1 + ρφk + √((φk + ρ)² + 1 − ρ²));   φ = η/√(θ·(1 + θ));   volatility = √(w/T);   k = ln(strike/forward)
/// </code>θ rises with T, and η·(1 + |ρ|) ≤ 2, which together rule out both (theorem 4.2, remark 4.4 of the source).
/// Source: Gatheral and Jacquier, Arbitrage-free SVI Volatility Surfaces (2014); θ as in Heston (1993).</remarks>
/// <param name="Variance">v, of now, a year.</param>
/// <param name="MeanVariance">v̄, a year.</param>
/// <param name="Reversion">κ, a year.</param>
/// <param name="Correlation">ρ, −1…1 without the ends; negative makes puts dear.</param>
/// <param name="Curvature">η, above 0.</param>
internal readonly record struct SimulatedSurface(double Variance, double MeanVariance, double Reversion, double Correlation, double Curvature)
{
    /// <summary>w, to an expiry.</summary>
    public double TotalVariance(double logStrike, double years)
    {
        double theta = MeanVariance * years + (Variance - MeanVariance) * (1 - Math.Exp(-Reversion * years)) / Reversion;
        double scaled = Curvature / Math.Sqrt(theta * (1 + theta)) * logStrike, shifted = scaled + Correlation;
        return theta / 2 * (1 + Correlation * scaled + Math.Sqrt(shifted * shifted + 1 - Correlation * Correlation));
    }

    /// <summary>A fraction a year.</summary>
    public double Volatility(double logStrike, double years) => Math.Sqrt(TotalVariance(logStrike, years) / years);
}
