namespace GoldenSignals.Domain.Options;

/// <summary>The strike at which the open contracts of one expiry would pay their holders least.</summary>
/// <remarks><code>
/// pays(X) = Σ OI·max(X − K, 0) over calls + Σ OI·max(K − X, 0) over puts;   max pain = the strike X with the least, the lower of two
/// </code>The sum is convex and bends only at strikes, so a strike is a minimum of it. O(strikes²).</remarks>
public static class MaxPain
{
    /// <returns>NaN without open interest.</returns>
    public static double Of(IReadOnlyList<OptionContract> contracts)
    {
        OptionContract[] open = [.. contracts.Where(contract => contract.OpenInterest > 0)];
        double best = double.NaN, least = double.PositiveInfinity;
        foreach (double strike in open.Select(contract => contract.Strike).Distinct().Order())
        {
            double pays = 0;
            foreach (OptionContract contract in open)
                pays += contract.OpenInterest * BlackScholesMerton.Intrinsic(contract.Right, strike, contract.Strike);
            if (pays < least)
                (best, least) = (strike, pays);
        }
        return best;
    }
}
