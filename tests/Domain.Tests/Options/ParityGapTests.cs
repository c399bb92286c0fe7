using GoldenSignals.Domain.Options;

namespace GoldenSignals.Domain.Tests.Options;

public class ParityGapTests
{
    /// <summary>Calls of 30 days are dearer by an amount, those of 7 days as they should be.</summary>
    private static SomeChain Dear(double by, double halfSpread = 0.01) => new()
    {
        HalfSpread = halfSpread,
        Changed = contract => contract.Right == OptionRight.Call && contract.ExpiryUtc == SomeChain.Time.AddDays(30)
            ? contract with { Bid = Math.Max(contract.Bid + by, 0), Ask = contract.Ask + by }
            : contract,
    };

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.019, 0)]
    [InlineData(0.5, 0.0048)]
    [InlineData(-0.5, -0.0048)]
    public void Is_what_exceeds_the_spread_of_both(double by, double gap) => Assert.Equal(gap, Dear(by).Analysis.ParityGap, 6);

    /// <summary>Between S·exp(−qT) − K and S − K·exp(−rT) an American pair may stand: for a strike of 100, from 7 days' parity, −0.08 … 0.41; parity is at 0.33.</summary>
    [Theory]
    [InlineData(0.05, 0)]
    [InlineData(-0.3, 0)]
    [InlineData(1, 1)]
    [InlineData(-1, -1)]
    public void American_contracts_have_room_between_bounds(double by, int sign) =>
        Assert.Equal(sign, Math.Sign(new ChainAnalysis(Dear(by).Chain with { Style = ExerciseStyle.American }).ParityGap));

    [Fact]
    public void Needs_the_dividends_and_a_second_expiry()
    {
        Assert.True(double.IsNaN(new ChainAnalysis(Dear(0.5).Chain with { DividendYield = double.NaN }).ParityGap));
        Assert.True(double.IsNaN((Dear(0.5) with { Days = [30] }).Analysis.ParityGap));
    }
}
