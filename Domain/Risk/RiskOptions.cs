using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace GoldenSignals.Domain.Risk;

/// <summary>How a decision becomes a position. Bound from <c>Risk:*</c>. Fractions are of equity unless they say otherwise.</summary>
public sealed record RiskOptions : IValidatableObject
{
    /// <summary>Distance of the stop. Multiples of ATR(14), 0.1…20, default 2.</summary>
    [Range(0.1, 20.0)] public double StopAtr { get; init; } = 2;

    /// <summary>Distance of the target. Multiples of ATR(14), 0.1…50, default 3.</summary>
    [Range(0.1, 50.0)] public double TargetAtr { get; init; } = 3;

    /// <summary>Equity at risk between entry and stop: what sizes the position. 0.0001…0.02, default 0.0025.</summary>
    [Range(0.0001, 0.02)] public double RiskPerTradeFraction { get; init; } = 0.0025;

    /// <summary>Cap on a position's notional. 0.001…0.1, default 0.05.</summary>
    [Range(0.001, 0.1)] public double MaxPositionFraction { get; init; } = 0.05;

    /// <summary>Smaller than this is not worth trading. 0.001…0.1, at most <see cref="MaxPositionFraction"/>, default 0.001.</summary>
    [Range(0.001, 0.1)] public double MinPositionFraction { get; init; } = 0.001;

    /// <summary>Largest projected loss, stop and slippage together. 0.001…0.02, default 0.02.</summary>
    [Range(0.001, 0.02)] public double MaxLossFraction { get; init; } = 0.02;

    /// <summary>Expected slippage at the stop. Basis points of the price, 0…500, default 5.</summary>
    [Range(0.0, 500.0)] public double SlippageBps { get; init; } = 5;

    /// <summary>A market of a larger ATR(14) is left alone. Fraction of the price, 0.001…1, default 0.2.</summary>
    [Range(0.001, 1.0)] public double MaxAtrFraction { get; init; } = 0.2;

    /// <summary>Whether SELL opens a short position; otherwise it only exits. Default true.</summary>
    public bool AllowShort { get; init; } = true;

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (MinPositionFraction > MaxPositionFraction)
            yield return new(string.Create(CultureInfo.InvariantCulture, $"must not exceed MaxPositionFraction ({MaxPositionFraction}), but is {MinPositionFraction}"), [nameof(MinPositionFraction)]);
    }
}
