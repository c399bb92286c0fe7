namespace GoldenSignals.Domain.Scoring;

/// <summary>Shares of hits, and how many independent trials they are worth.</summary>
public static class HitRates
{
    /// <summary>z of a two-sided interval of 95 %.</summary>
    public const double Z95 = 1.959963984540054;

    /// <summary>How many independent votes would leave the same error: n_eff = p(1 − p) / error², at most n.</summary>
    /// <param name="rate">Share of hits.</param>
    /// <param name="error">Its standard error, overlap and common moves included.</param>
    /// <returns>NaN where the error is unknown, or 0 because all votes came out alike.</returns>
    public static double EffectiveVotes(double rate, double error, double votes) =>
        error > 0 ? Math.Min(votes, rate * (1 - rate) / (error * error)) : double.NaN;

    /// <summary>Wilson's score interval: it stays within 0…1 and holds for few votes and rates near the ends.</summary>
    /// <remarks><code>
    /// (p + z²/2n ± z·√(p(1 − p)/n + z²/4n²)) / (1 + z²/n)
    /// </code>Source: Wilson, Probable inference (1927).</remarks>
    /// <param name="votes">Independent votes; need not be whole.</param>
    public static (double Low, double High) Wilson(double rate, double votes, double z = Z95)
    {
        if (!(votes > 0) || double.IsNaN(rate))
            return (double.NaN, double.NaN);
        double square = z * z / votes;
        double middle = rate + square / 2, half = z * Math.Sqrt(rate * (1 - rate) / votes + square / (4 * votes));
        return (Math.Max(0, (middle - half) / (1 + square)), Math.Min(1, (middle + half) / (1 + square)));
    }
}
