using GoldenSignals.Domain.Options;

namespace GoldenSignals.Domain.Tests.Options;

public class OptionChainTests
{
    private static readonly OptionContract s_contract = new(SomeChain.Time.AddDays(30), 100, OptionRight.Call, 2, 2.2, 10, 100);
    private static readonly OptionChain s_chain = new("TEST", SomeChain.Time, [s_contract], 100, 0.05, 0.01, ExerciseStyle.European);

    private static string? With(OptionContract contract) => (s_chain with { Contracts = [contract] }).Refusal();

    [Fact]
    public void A_plain_chain_passes_and_so_does_one_that_knows_nothing_but_its_strikes()
    {
        Assert.Null(s_chain.Refusal());
        Assert.Null((s_chain with { UnderlyingPrice = double.NaN, Rate = double.NaN, DividendYield = double.NaN }).Refusal());
        Assert.Null(With(s_contract with { Bid = double.NaN, Ask = double.NaN, Volume = double.NaN, OpenInterest = double.NaN }));
    }

    [Fact]
    public void Quotes_that_a_market_can_have_for_a_moment_pass() =>
        Assert.Null(With(s_contract with { Bid = 3, Ask = 2 }) ?? With(s_contract with { Bid = 0 }));

    [Fact]
    public void Says_where_it_is_that_cannot_be()
    {
        Assert.Equal("contracts", Where(s_chain with { Contracts = [] }));
        Assert.Equal("rate", Where(s_chain with { Rate = 5 }));
        Assert.Equal("dividendYield", Where(s_chain with { DividendYield = -5 }));
        Assert.Equal("underlyingPrice", Where(s_chain with { UnderlyingPrice = -1 }));
        Assert.Equal("contracts[1].openInterest", Where(s_chain with { Contracts = [s_contract, s_contract with { Strike = 90, OpenInterest = -1 }] }));
        Assert.Equal("contracts[2]", Where(s_chain with { Contracts = [s_contract, s_contract with { Strike = 90 }, s_contract] }));
        Assert.Null(Where(s_chain));

        static string? Where(OptionChain chain)
        {
            chain.Refusal(out string? field);
            return field;
        }
    }

    [Fact]
    public void Says_what_cannot_be()
    {
        Assert.Equal("empty-chain", (s_chain with { Contracts = [] }).Refusal());
        Assert.Equal("too-many-contracts", (s_chain with { Contracts = new OptionContract[OptionChain.MaxContracts + 1] }).Refusal());
        Assert.Equal("duplicate-contract", (s_chain with { Contracts = [s_contract, s_contract with { Bid = 1 }] }).Refusal());
        Assert.Equal("rate-out-of-range", (s_chain with { Rate = 5 }).Refusal());
        Assert.Equal("rate-out-of-range", (s_chain with { DividendYield = double.NegativeInfinity }).Refusal());
        Assert.Equal("price-out-of-range", (s_chain with { UnderlyingPrice = 0 }).Refusal());
        Assert.Equal("strike-out-of-range", With(s_contract with { Strike = 0 }));
        Assert.Equal("strike-out-of-range", With(s_contract with { Strike = double.NaN }));
        Assert.Equal("price-out-of-range", With(s_contract with { Bid = -1 }));
        Assert.Equal("price-out-of-range", With(s_contract with { Ask = double.PositiveInfinity }));
        Assert.Equal("size-out-of-range", With(s_contract with { Volume = -1 }));
        Assert.Equal("size-out-of-range", With(s_contract with { OpenInterest = double.PositiveInfinity }));
        Assert.Equal("time-out-of-range", With(s_contract with { ExpiryUtc = DateTime.MaxValue }));
    }
}
