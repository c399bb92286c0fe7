namespace GoldenSignals.Domain.Options;

/// <summary>The forward of one expiry that its calls and puts imply: the spot that counts, as old as the quotes themselves.</summary>
/// <remarks><code>
/// F(K) = K + (call mid − put mid)/D;   F = median over the 7 strikes at which call and put are nearest in price, both two-sided
/// low, high = medians of K + (call bid − put ask)/D and K + (call ask − put bid)/D
/// </code>The median keeps a stale quote out. Of American contracts it is an estimate: near the money and within months both early-exercise
/// premiums are small and partly cancel; <see cref="AmericanBounds.OfParity"/> tells what is certain.
/// Source: Stoll, The Relationship between Put and Call Option Prices (1969); the nearest strikes as in the VIX white paper (Cboe).</remarks>
/// <param name="Value">NaN when no strike has both.</param>
/// <param name="Pairs">Strikes that it rests on.</param>
public readonly record struct ParityForward(double Value, double Low, double High, int Pairs)
{
    public const int MaxPairs = 7;

    public static ParityForward None { get; } = new(double.NaN, double.NaN, double.NaN, 0);

    /// <param name="pairs">Of one expiry.</param>
    public static ParityForward Of(IReadOnlyList<ContractPair> pairs, double discount)
    {
        ContractPair[] nearest = [.. pairs.OrderBy(pair => Math.Abs(pair.Difference)).ThenBy(pair => pair.Strike).Take(MaxPairs)];
        if (nearest.Length == 0 || double.IsNaN(discount))
            return None;
        double value = Median(nearest, pair => pair.Strike + pair.Difference / discount);
        return value > 0
            ? new(value, Median(nearest, pair => pair.Strike + pair.LowestDifference / discount),
                Median(nearest, pair => pair.Strike + pair.HighestDifference / discount), nearest.Length)
            : None;
    }

    private static double Median(ContractPair[] pairs, Func<ContractPair, double> number)
    {
        double[] sorted = [.. pairs.Select(number).Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

/// <summary>The call and the put of one strike and expiry, both quoted on both sides.</summary>
public readonly record struct ContractPair(OptionContract Call, OptionContract Put)
{
    public double Strike => Call.Strike;

    /// <summary>Call less put, at the mids.</summary>
    public double Difference => Call.Mid - Put.Mid;

    /// <summary>What selling the call and buying the put brings at once.</summary>
    public double LowestDifference => Call.Bid - Put.Ask;

    /// <summary>What buying the call and selling the put costs at once.</summary>
    public double HighestDifference => Call.Ask - Put.Bid;
}
