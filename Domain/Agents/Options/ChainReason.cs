namespace GoldenSignals.Domain.Agents.Options;

/// <summary>Why a number of an option chain is missing: the first cause in the order in which one rests on the other.</summary>
internal static class ChainReason
{
    /// <param name="age">NaN when there is no chain, or none young enough.</param>
    /// <param name="rate">NaN when the chain came without one.</param>
    public static Vote NoVolatility(double age, double rate) => Vote.Abstain(
        double.IsNaN(age) ? "no-chain"
        : double.IsNaN(rate) ? "no-rate"
        : "no-implied-volatility");

    /// <param name="today">What the history is a history of, as today's chain tells it.</param>
    /// <param name="days">Days of chains so far.</param>
    public static Vote NoHistory(double age, double rate, double today, double days, double needed) =>
        double.IsNaN(age) || double.IsNaN(rate) || double.IsNaN(today) ? NoVolatility(age, rate) : Vote.Abstain("insufficient-history", days, needed);

    /// <param name="openInterest">NaN or 0 when the source tells none.</param>
    public static Vote NoExposure(double age, double openInterest, double rate) =>
        !double.IsNaN(age) && !(openInterest > 0) ? Vote.Abstain("no-open-interest") : NoVolatility(age, rate);
}
