namespace GoldenSignals.Domain.Options;

/// <summary>What is certain of an American contract without a model of early exercise: bounds, and nothing between them.</summary>
/// <remarks><code>
/// European ≤ call ≤ E[max(S·max(1, e^−qT)·Z − K·min(1, e^−rT), 0)]          Z lognormal with mean 1 and deviation σ√T
/// European ≤ put  ≤ E[max(K·max(1, e^−rT) − S·min(1, e^−qT)·Z, 0)]          and neither is below what exercise pays now
/// S·min(1, e^−qT) − K·max(1, e^−rT) ≤ call − put ≤ S·max(1, e^−qT) − K·min(1, e^−rT)
/// </code>The upper bounds let the holder choose, after the fact, the best rate and dividend of all moments; a convex function of the
/// martingale Z does the rest. Without dividends and with r ≥ 0 both bounds of the call meet: it is never exercised early.
/// Source: Merton, Theory of Rational Option Pricing (1973); Margrabe, The Value of an Option to Exchange One Asset for Another (1978).</remarks>
/// <param name="Low">At least.</param>
/// <param name="High">At most.</param>
public readonly record struct AmericanBounds(double Low, double High)
{
    /// <summary>Bounds of the price today.</summary>
    public static AmericanBounds OfPrice(OptionRight right, double spot, double strike, double years, double volatility, double rate, double dividendYield)
    {
        double european = BlackScholesMerton.Price(right, spot, strike, years, volatility, rate, dividendYield);
        var (stock, cash) = Best(right, spot, strike, years, rate, dividendYield);
        return new(Math.Max(european, BlackScholesMerton.Intrinsic(right, spot, strike)),
            BlackScholesMerton.Undiscounted(right, stock, cash, volatility * Math.Sqrt(years)));
    }

    /// <summary>Bounds of the price of a call less that of the put of the same strike and expiry, today.</summary>
    public static AmericanBounds OfParity(double spot, double strike, double years, double rate, double dividendYield)
    {
        var (callStock, callCash) = Best(OptionRight.Call, spot, strike, years, rate, dividendYield);
        var (putStock, putCash) = Best(OptionRight.Put, spot, strike, years, rate, dividendYield);
        return new(putStock - putCash, callStock - callCash);
    }

    /// <summary>Bounds of the volatility that a price implies: 0 where the price needs none, NaN where no volatility gives the price.</summary>
    public static AmericanBounds OfVolatility(OptionRight right, double price, double spot, double strike, double years, double rate, double dividendYield)
    {
        var (stock, cash) = Best(right, spot, strike, years, rate, dividendYield);
        return new(
            Solve(stock, cash, 1),
            Solve(BlackScholesMerton.Forward(spot, rate, dividendYield, years), strike, BlackScholesMerton.Discount(rate, years)));

        double Solve(double forward, double otherStrike, double discount) =>
            ImpliedVolatility.OfPrice(right, price, forward, otherStrike, discount, years) switch
            {
                { IsSolved: true } solved => solved.Value,
                { Status: VolatilityStatus.BelowIntrinsic or VolatilityStatus.NoTimeValue } => 0,
                _ => double.NaN,
            };
    }

    private static (double Stock, double Cash) Best(OptionRight right, double spot, double strike, double years, double rate, double dividendYield)
    {
        double dividends = Math.Exp(-dividendYield * years), discount = BlackScholesMerton.Discount(rate, years);
        return right == OptionRight.Call
            ? (spot * Math.Max(1, dividends), strike * Math.Min(1, discount))
            : (spot * Math.Min(1, dividends), strike * Math.Max(1, discount));
    }
}
