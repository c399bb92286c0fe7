using GoldenSignals.Domain.Options;

namespace GoldenSignals.Domain.Tests.Options;

public class NormalDistributionTests
{
    /// <summary>Values to 16 digits, from the C library's erfc.</summary>
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(0.1, 0.539827837277029)]
    [InlineData(1, 0.8413447460685429)]
    [InlineData(-1.96, 0.02499789514822044)]
    [InlineData(-5, 2.8665157187919391e-07)]
    [InlineData(-10, 7.6198530241605261e-24)]
    [InlineData(-30, 4.906713927148187e-198)]
    [InlineData(8, 0.9999999999999993)]
    public void Cumulative_probabilities_are_right_to_the_last_digits(double x, double expected) =>
        Assert.InRange(NormalDistribution.Cumulative(x) / expected, 1 - 2e-15, 1 + 2e-15);

    [Fact]
    public void Both_tails_add_to_1_and_the_density_is_the_slope()
    {
        for (double x = -6; x < 6; x += 0.037)
        {
            Assert.Equal(1, NormalDistribution.Cumulative(x) + NormalDistribution.Cumulative(-x), 15);
            double slope = (NormalDistribution.Cumulative(x + 1e-5) - NormalDistribution.Cumulative(x - 1e-5)) / 2e-5;
            Assert.InRange(NormalDistribution.Density(x) - slope, -1e-10, 1e-10);
        }
    }

    [Fact]
    public void It_never_falls()
    {
        for (double x = -37, last = 0; x < 9; x += 0.0011)
            Assert.True(NormalDistribution.Cumulative(x) >= last && (last = NormalDistribution.Cumulative(x)) >= 0, $"falls at {x}");
    }
}
