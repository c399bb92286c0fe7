using GoldenSignals.Domain.Consensus;
using Orleans;

namespace GoldenSignals.Domain.Risk;

/// <summary>The position that a BUY or SELL proposes. Prices in the quote currency, fractions of equity.</summary>
/// <param name="Side">Long, short, or exit (SELL where shorts are not allowed: then there is no stop, target or size).</param>
/// <param name="Stop">Price at which the idea is wrong; NaN for an exit.</param>
/// <param name="Target">Price at which it has paid; NaN for an exit.</param>
/// <param name="RewardRisk">Distance to the target over distance to the stop; NaN for an exit.</param>
/// <param name="SizeFraction">Notional over equity; 0 for an exit.</param>
/// <param name="ProjectedLossFraction">What is lost at the stop, slippage included, over equity.</param>
[GenerateSerializer, Immutable, Alias("gs.Position")]
public sealed record Position(
    [property: Id(0)] PositionSide Side,
    [property: Id(1)] double Stop,
    [property: Id(2)] double Target,
    [property: Id(3)] double RewardRisk,
    [property: Id(4)] double SizeFraction,
    [property: Id(5)] double ProjectedLossFraction)
{
    private static readonly Position s_exit = new(PositionSide.Exit, double.NaN, double.NaN, double.NaN, 0, 0);

    /// <summary>Sizes a position, or null when nothing tradable is left of it.</summary>
    /// <remarks><code>
    /// stop   = price ∓ StopAtr·ATR        target = price ± TargetAtr·ATR
    /// loss   = StopAtr·ATR/price + slippage                       (per unit of notional)
    /// size   = min(RiskPerTrade / loss, MaxPosition, MaxLoss / loss)
    /// projected loss = size·loss                                  never above RiskPerTrade and MaxLoss
    /// </code>
    /// Vetoed when ATR/price exceeds MaxAtrFraction: a stop so far away is no longer a plan. Nothing tradable is left when the size
    /// falls below MinPosition, or when stop or target would not lie above zero, each on its own side of the price.
    /// Fixed-fractional sizing over an ATR stop: the size shrinks as volatility grows.
    /// Source: Vince, Portfolio Management Formulas (1990); ATR stop after Wilder (1978).</remarks>
    public static Position? Of(SignalAction action, double price, double atr, RiskOptions options)
    {
        if (action == SignalAction.Hold)
            return null;
        if (action == SignalAction.Sell && !options.AllowShort)
            return s_exit;

        double side = action == SignalAction.Buy ? 1 : -1;
        double stop = price - side * options.StopAtr * atr, target = price + side * options.TargetAtr * atr;
        if (atr > options.MaxAtrFraction * price || !(Math.Min(stop, target) > 0 && side * stop < side * price && side * price < side * target))
            return null;                                       // too wild; or ATR still NaN, 0 in a market that does not move, or beyond the price itself
        double budget = Math.Min(options.RiskPerTradeFraction, options.MaxLossFraction);
        double loss = options.StopAtr * atr / price + options.SlippageBps / 10_000;
        double size = Math.Min(options.MaxPositionFraction, budget / loss);
        if (size * loss > budget)
            size = Math.BitDecrement(size);                    // the quotient was rounded up
        return size < options.MinPositionFraction
            ? null
            : new(side > 0 ? PositionSide.Long : PositionSide.Short, stop, target, options.TargetAtr / options.StopAtr, size, size * loss);
    }

    /// <summary>Why <see cref="Of"/> answers null, in the words of <see cref="DecisionReason"/>.</summary>
    public static string Refusal(double price, double atr, RiskOptions options) =>
        atr > options.MaxAtrFraction * price ? DecisionReason.RiskVeto : DecisionReason.PositionTooSmall;
}

public enum PositionSide
{
    Long,
    Short,
    Exit,
}
