namespace GoldenSignals.Domain.Options;

/// <summary>Everything that one chain tells by itself. Made once, when it arrives.</summary>
public sealed class ChainAnalysis
{
    public ChainAnalysis(OptionChain chain)
    {
        Chain = chain;
        Slices =
        [
            .. chain.Contracts.Where(contract => contract.ExpiryUtc > chain.TimeUtc).GroupBy(contract => contract.ExpiryUtc)
                .OrderBy(expiry => expiry.Key).Select(expiry => new ExpirySlice(chain, expiry.Key, expiry)),
        ];
        Spot = Slices.Select(slice => slice.Spot).FirstOrDefault(spot => spot > 0, double.NaN);
        Solved = Slices.Sum(slice => slice.Smile.Count);
        Iv30 = ConstantMaturity.Volatility(Slices, 30);
        Iv90 = ConstantMaturity.Volatility(Slices, 90);
        Skew25 = ConstantMaturity.Skew25(Slices, 30);
        ParityGap = Options.ParityGap.Of(Slices, chain.Style);
        Gamma = new(Slices, Spot);
        Activity = OptionActivity.Of(chain);
        ExpirySlice? pinned = Slices.FirstOrDefault(slice => slice.Contracts.Any(contract => contract.OpenInterest > 0));
        MaxPain = pinned is null ? double.NaN : Options.MaxPain.Of(pinned.Contracts);
        MaxPainExpiryUtc = pinned?.ExpiryUtc;
    }

    public OptionChain Chain { get; }

    /// <summary>By rising expiry, those that have not passed.</summary>
    public IReadOnlyList<ExpirySlice> Slices { get; }

    /// <summary>What the nearest expiry that has pairs implies; NaN when none has.</summary>
    public double Spot { get; }

    /// <summary>Quotes whose implied volatility was found and used.</summary>
    public int Solved { get; }

    /// <summary>At the money, 30 days ahead. A fraction a year.</summary>
    public double Iv30 { get; }

    /// <summary>At the money, 90 days ahead. A fraction a year.</summary>
    public double Iv90 { get; }

    /// <summary>25-delta put less call, 30 days ahead, as a share of the volatility at the money.</summary>
    public double Skew25 { get; }

    /// <summary>As a share of the spot: see <see cref="Options.ParityGap"/>.</summary>
    public double ParityGap { get; }

    public GammaExposure Gamma { get; }
    public OptionActivity Activity { get; }

    /// <summary>Of the nearest expiry with open interest; NaN without.</summary>
    public double MaxPain { get; }
    public DateTime? MaxPainExpiryUtc { get; }
}
