namespace GoldenSignals.Domain.Options;

/// <summary>The contracts of one expiry with what their prices imply.</summary>
public sealed class ExpirySlice
{
    /// <param name="contracts">Of one expiry, in any order.</param>
    public ExpirySlice(OptionChain chain, DateTime expiryUtc, IEnumerable<OptionContract> contracts)
    {
        ExpiryUtc = expiryUtc;
        Years = OptionTime.Years(chain.TimeUtc, expiryUtc);
        Rate = chain.Rate;
        DividendYield = chain.DividendYield;
        Discount = BlackScholesMerton.Discount(chain.Rate, Years);
        Contracts = [.. contracts.OrderBy(contract => contract.Strike).ThenBy(contract => contract.Right)];
        Pairs =
        [
            .. Contracts.Where(contract => contract.IsQuoted).GroupBy(contract => contract.Strike).Select(both => both.ToArray())
                .Where(both => both.Length == 2).Select(both => new ContractPair(both[0], both[1])),
        ];
        Forward = Years > 0 ? ParityForward.Of(Pairs, Discount) : ParityForward.None;
        Smile = new(Contracts, Forward.Value, Discount, Years);
    }

    public DateTime ExpiryUtc { get; }

    /// <summary>To expiry; not above 0 once it has passed.</summary>
    public double Years { get; }
    public double Rate { get; }
    public double DividendYield { get; }
    public double Discount { get; }

    /// <summary>By strike, the call first.</summary>
    public IReadOnlyList<OptionContract> Contracts { get; }
    public IReadOnlyList<ContractPair> Pairs { get; }
    public ParityForward Forward { get; }
    public VolatilitySmile Smile { get; }

    /// <summary>The spot that the forward implies; with an unknown dividend yield less the dividends until expiry: see <see cref="OptionGreeks"/>.</summary>
    public double Spot => Forward.Value * Discount * (double.IsNaN(DividendYield) ? 1 : Math.Exp(DividendYield * Years));

    /// <summary>Of a contract's own quote; of an American one the volatility that it has at most (<see cref="AmericanBounds.OfVolatility"/>).</summary>
    public ImpliedVolatility Volatility(in OptionContract contract) => ImpliedVolatility.OfQuote(contract, Forward.Value, Discount, Years);

    /// <summary>By the contract's own volatility; null where it has none.</summary>
    public OptionGreeks? Greeks(in OptionContract contract) => Volatility(contract) is { IsSolved: true } implied
        ? OptionGreeks.Of(contract.Right, Forward.Value, contract.Strike, Years, implied.Value, Rate, DividendYield)
        : null;
}
