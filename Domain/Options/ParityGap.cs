namespace GoldenSignals.Domain.Options;

/// <summary>How far calls and puts of the expiry next to 30 days stand apart beyond what parity allows, net of the spread.</summary>
/// <remarks><code>
/// spot: what the nearest expiry, at least a day off, implies;   bounds on call − put by the contracts' style
/// gap(K) = (call bid − put ask − high)/S if above 0;  (call ask − put bid − low)/S if below 0;  else 0
/// gap = median over the 7 strikes nearest to the money;   European: low = high = S·exp(−qT) − K·D
/// </code>Measured against the chain's own spot, since the printed one may be of another instant. Positive: calls are dear, those who
/// know buy them. NaN without a dividend yield, or with fewer than two expiries.
/// Source: Cremers and Weinbaum, Deviations from Put-Call Parity and Stock Return Predictability (2010); theirs is in volatility.</remarks>
public static class ParityGap
{
    private const double NearestYears = 0.999 / OptionTime.DaysPerYear, AimedYears = 30 / OptionTime.DaysPerYear;

    /// <param name="slices">By rising expiry.</param>
    public static double Of(IReadOnlyList<ExpirySlice> slices, ExerciseStyle style)
    {
        ExpirySlice? first = null, aimed = null;
        foreach (ExpirySlice slice in slices)
        {
            if (slice.Years < NearestYears || slice.Forward.Pairs == 0)
                continue;
            if (first is null)
                first = slice;
            else if (aimed is null || Math.Abs(slice.Years - AimedYears) < Math.Abs(aimed.Years - AimedYears))
                aimed = slice;
        }
        return first is null || aimed is null || double.IsNaN(aimed.DividendYield) ? double.NaN : Of(aimed, first.Spot, style);
    }

    /// <summary>The gap of one expiry against a spot, as a share of it.</summary>
    public static double Of(ExpirySlice slice, double spot, ExerciseStyle style)
    {
        double[] gaps =
        [
            .. slice.Pairs.OrderBy(pair => Math.Abs(pair.Difference)).Take(ParityForward.MaxPairs)
                .Select(pair => Of(pair, Bounds(slice, spot, pair.Strike, style)) / spot).Order(),
        ];
        return gaps.Length == 0 ? double.NaN : (gaps[(gaps.Length - 1) / 2] + gaps[gaps.Length / 2]) / 2;
    }

    private static AmericanBounds Bounds(ExpirySlice slice, double spot, double strike, ExerciseStyle style)
    {
        if (style == ExerciseStyle.American)
            return AmericanBounds.OfParity(spot, strike, slice.Years, slice.Rate, slice.DividendYield);
        double parity = spot * Math.Exp(-slice.DividendYield * slice.Years) - strike * slice.Discount;
        return new(parity, parity);
    }

    private static double Of(in ContractPair pair, in AmericanBounds bounds) =>
        pair.LowestDifference > bounds.High ? pair.LowestDifference - bounds.High
        : pair.HighestDifference < bounds.Low ? pair.HighestDifference - bounds.Low
        : 0;
}
