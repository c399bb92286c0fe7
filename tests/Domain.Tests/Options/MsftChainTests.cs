using GoldenSignals.Domain.Options;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Options;

/// <summary>One real chain, bids and asks of 1995 American contracts at one moment of 22 November 2021.</summary>
public class MsftChainTests
{
    private static readonly Lazy<ChainAnalysis> s_msft = new(() => new ChainAnalysis(OptionSheets.Msft()));

    [SharedDataFact]
    public void Is_valid_as_it_stands() => Assert.Null(OptionSheets.Msft().Refusal());

    /// <summary>342.97 is printed as the price of the share; the options traded at another.</summary>
    [SharedDataFact]
    public void Parity_puts_the_near_forwards_well_below_the_printed_price_and_each_within_its_spread()
    {
        foreach (ExpirySlice slice in s_msft.Value.Slices)
        {
            Assert.Equal(ParityForward.MaxPairs, slice.Forward.Pairs);
            Assert.InRange(slice.Forward.Value, slice.Forward.Low, slice.Forward.High);
        }
        Assert.All(s_msft.Value.Slices.Take(3), slice => Assert.InRange(slice.Forward.Value, 342.2, 342.4));
        Assert.InRange(s_msft.Value.Spot, 342.2, 342.35);
    }

    [SharedDataFact]
    public void The_solver_answers_for_every_contract_with_a_volatility_or_with_the_reason()
    {
        int solved = 0;
        foreach (ExpirySlice slice in s_msft.Value.Slices)
            foreach (OptionContract contract in slice.Contracts)
            {
                ImpliedVolatility implied = slice.Volatility(contract);
                if (implied.IsSolved)
                {
                    double again = slice.Discount * BlackScholesMerton.Undiscounted(contract.Right, slice.Forward.Value, contract.Strike, implied.Value * Math.Sqrt(slice.Years));
                    Assert.InRange(again - contract.Mid, -1e-9, 1e-9);
                    Assert.InRange(implied.Value, 0.05, 5);
                    solved++;
                }
                else if (contract.Bid == 0)
                    Assert.Equal(VolatilityStatus.ZeroBid, implied.Status);
                else
                {
                    Assert.Equal(VolatilityStatus.BelowIntrinsic, implied.Status);
                    Assert.True(contract.Mid <= slice.Discount * BlackScholesMerton.Intrinsic(contract.Right, slice.Forward.Value, contract.Strike));
                }
            }
        Assert.Equal(1826, solved);
    }

    [SharedDataFact]
    public void Call_and_put_of_one_strike_near_the_money_have_nearly_one_volatility()
    {
        foreach (ExpirySlice slice in s_msft.Value.Slices.Where(slice => slice.Years < 0.6))
            foreach (ContractPair pair in slice.Pairs.Where(pair => Math.Abs(Math.Log(pair.Strike / slice.Forward.Value)) < 0.5 * slice.Smile.AtTheMoney * Math.Sqrt(slice.Years)))
                Assert.InRange(slice.Volatility(pair.Call).Value - slice.Volatility(pair.Put).Value, -0.02, 0.02);
    }

    /// <summary>Three weeks before its report of January the share had a volatility of about 21 %, puts dearer than calls, and a rising term structure.</summary>
    [SharedDataFact]
    public void Skew_and_term_structure_are_those_of_a_calm_share()
    {
        Assert.InRange(s_msft.Value.Iv30, 0.205, 0.215);
        Assert.InRange(s_msft.Value.Iv90, 0.24, 0.25);
        Assert.InRange(s_msft.Value.Skew25, 0.12, 0.16);
        Assert.All(s_msft.Value.Slices, slice => Assert.InRange(slice.Smile.Skew25, 0.05, 0.2));
    }

    [SharedDataFact]
    public void Parity_holds_within_the_bounds_of_American_contracts() => Assert.Equal(0, s_msft.Value.ParityGap);

    [SharedDataFact]
    public void What_it_does_not_tell_stays_unknown()
    {
        OptionActivity activity = s_msft.Value.Activity;
        Assert.All([s_msft.Value.Gamma.PerPercent, s_msft.Value.Gamma.PricedShare, s_msft.Value.MaxPain, activity.Volume, activity.OpenInterest,
            activity.PutCallVolume, activity.PutCallOpenInterest, activity.Flow, activity.FlowShare], number => Assert.True(double.IsNaN(number)));
    }
}
