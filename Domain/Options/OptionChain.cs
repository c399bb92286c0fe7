using GoldenSignals.Domain.Market;
using Orleans;

namespace GoldenSignals.Domain.Options;

/// <summary>Every contract on one underlying that a source quoted at one time.</summary>
/// <param name="TimeUtc">The time of the quotes.</param>
/// <param name="Contracts">In any order, each expiry, strike and right once.</param>
/// <param name="UnderlyingPrice">As the source prints it, in the contracts' currency; NaN if it does not. Never used as the spot:
/// it is often of another instant than the quotes. <see cref="ParityForward"/> is used instead.</param>
/// <param name="Rate">Riskless rate, continuously compounded, a fraction a year (0.05 = 5 %); NaN if unknown, and then nothing is derived from prices.</param>
/// <param name="DividendYield">Continuous, a fraction a year; NaN if unknown: see <see cref="OptionGreeks"/>.</param>
[GenerateSerializer, Immutable, Alias("gs.OptionChain")]
public sealed record OptionChain(
    string Symbol,
    DateTime TimeUtc,
    [property: Id(0)] OptionContract[] Contracts,
    [property: Id(1)] double UnderlyingPrice,
    [property: Id(2)] double Rate,
    [property: Id(3)] double DividendYield,
    [property: Id(4)] ExerciseStyle Style) : SymbolInput(Symbol, TimeUtc)
{
    public const string EmptyChain = "empty-chain", TooManyContracts = "too-many-contracts", StrikeOutOfRange = "strike-out-of-range",
        DuplicateContract = "duplicate-contract", RateOutOfRange = "rate-out-of-range";

    /// <summary>Most contracts in a chain; the largest listed ones have about half.</summary>
    public const int MaxContracts = 50_000;

    public override string Identity => TimeUtc.Ticks.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Refuses numbers that no market has. A quote that is crossed, or bid at zero, is none of these: it is left out where it matters.</summary>
    public override string? Refusal(out string? field)
    {
        (string? refusal, field) =
            Contracts.Length == 0 ? (EmptyChain, "contracts")
            : Contracts.Length > MaxContracts ? (TooManyContracts, "contracts")
            : Math.Abs(Rate) > 1 ? (RateOutOfRange, "rate")
            : Math.Abs(DividendYield) > 1 ? (RateOutOfRange, "dividendYield")
            : !IsPrice(UnderlyingPrice) || UnderlyingPrice == 0 ? (Market.Refusal.PriceOutOfRange, "underlyingPrice")
            : default((string?, string?));
        if (refusal is not null)
            return refusal;

        var seen = new HashSet<(DateTime, double, OptionRight)>(Contracts.Length);
        for (int i = 0; i < Contracts.Length; i++)
        {
            OptionContract contract = Contracts[i];
            if (Refusal(contract, out string? value) is { } wrong)
            {
                field = $"contracts[{i}].{value}";
                return wrong;
            }
            if (!seen.Add((contract.ExpiryUtc, contract.Strike, contract.Right)))
            {
                field = $"contracts[{i}]";
                return DuplicateContract;
            }
        }
        return null;
    }

    /// <summary>What a contract must be by itself; null means valid.</summary>
    public static string? Refusal(in OptionContract contract) => Refusal(contract, out _);

    private static string? Refusal(in OptionContract contract, out string? field)
    {
        (string? refusal, field) =
            contract.ExpiryUtc.Year is < 1800 or >= 2300 ? (Market.Refusal.TimeOutOfRange, "expiry")
            : !(contract.Strike is >= 1e-12 and <= 1e12) ? (StrikeOutOfRange, "strike")
            : !IsPrice(contract.Bid) ? (Market.Refusal.PriceOutOfRange, "bid")
            : !IsPrice(contract.Ask) ? (Market.Refusal.PriceOutOfRange, "ask")
            : !IsSize(contract.Volume) ? (Market.Refusal.SizeOutOfRange, "volume")
            : !IsSize(contract.OpenInterest) ? (Market.Refusal.SizeOutOfRange, "openInterest")
            : default((string?, string?));
        return refusal;
    }

    private static bool IsPrice(double price) => double.IsNaN(price) || price is >= 0 and <= 1e12;

    private static bool IsSize(double size) => double.IsNaN(size) || size is >= 0 and <= 1e15;
}
