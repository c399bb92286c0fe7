using GoldenSignals.Domain.Options;

namespace GoldenSignals.Domain.Tests.Options;

public class GammaExposureTests
{
    /// <summary>Puts below 100 and calls above it, so that the exposure changes sign between.</summary>
    private static readonly SomeChain s_chain = new()
    {
        Days = [30, 60],
        Changed = contract => contract with { OpenInterest = contract.Right == OptionRight.Call == contract.Strike > 100 ? 1000 + 10 * contract.Strike : 0 },
    };

    [Fact]
    public void Is_gamma_times_open_interest_over_all_contracts_with_puts_against()
    {
        ChainAnalysis analysis = s_chain.Analysis;
        double plain = 0;
        foreach (OptionContract contract in analysis.Chain.Contracts)
        {
            double years = (contract.ExpiryUtc - SomeChain.Time).TotalDays / 365, h = 0.01;
            double gamma = (Price(100 + h) - 2 * Price(100) + Price(100 - h)) / (h * h);
            plain += (contract.Right == OptionRight.Call ? 1 : -1) * gamma * contract.OpenInterest * 100 * 100 * 100 * 0.01;

            double Price(double spot) => BlackScholesMerton.Price(contract.Right, spot, contract.Strike, years, 0.2, 0.05, 0.01);
        }
        Assert.InRange(analysis.Gamma.PerPercent / plain, 0.998, 1.002);
        Assert.InRange(analysis.Gamma.PricedShare, 0.8, 0.9);         // strikes whose bid is 0 have no volatility
    }

    [Fact]
    public void One_contract_by_hand()
    {
        var one = s_chain with { Days = [30], Changed = contract => contract with { OpenInterest = contract is { Strike: 100, Right: OptionRight.Call } ? 50 : 0 } };
        OptionGreeks greeks = OptionGreeks.Of(OptionRight.Call, 100 * Math.Exp(0.04 * 30 / 365), 100, 30 / 365.0, 0.2, 0.05, 0.01);
        Assert.Equal(greeks.Gamma * 50 * 100 * 100 * 100 * 0.01, one.Analysis.Gamma.PerPercent, 0);
        Assert.Equal(one.Analysis.Gamma.Gross, one.Analysis.Gamma.PerPercent);
        Assert.True(double.IsNaN(one.Analysis.Gamma.Flip));
    }

    [Fact]
    public void At_the_flip_it_is_nothing_and_its_sign_differs_on_both_sides()
    {
        GammaExposure gamma = s_chain.Analysis.Gamma;
        Assert.InRange(gamma.Flip, 95, 105);
        Assert.InRange(gamma.AtSpot(gamma.Flip) / gamma.Gross, -1e-9, 1e-9);
        Assert.True(gamma.AtSpot(gamma.Flip * 1.001) > 0 && gamma.AtSpot(gamma.Flip * 0.999) < 0);
        Assert.Equal(gamma.PerPercent, gamma.AtSpot(100), 3);
    }

    [Theory]
    [InlineData(97)]
    [InlineData(104)]
    public void The_flip_is_found_wherever_the_spot_stands(double spot)
    {
        SomeChain moved = s_chain with { Spot = spot };
        Assert.Equal(Math.Sign(spot - moved.Analysis.Gamma.Flip), Math.Sign(moved.Analysis.Gamma.PerPercent));
        Assert.InRange(moved.Analysis.Gamma.Flip, 95, 105);
    }

    [Fact]
    public void Without_open_interest_there_is_none()
    {
        foreach (double interest in new[] { 0, double.NaN })
        {
            GammaExposure gamma = (s_chain with { Changed = contract => contract with { OpenInterest = interest } }).Analysis.Gamma;
            Assert.All([gamma.PerPercent, gamma.Gross, gamma.Flip, gamma.PricedShare], number => Assert.True(double.IsNaN(number)));
        }
    }
}
