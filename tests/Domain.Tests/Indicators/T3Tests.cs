using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class T3Tests
{
    // The six averages after 8 and 16 are 12, 10, 9, 8.5, 8.25 and 8.125; weights 3.375, −3.375, 1.125, −0.125 from the third on.
    [Fact]
    public void Matches_the_hand_computed_values() =>
        Reference.Agrees([8, 9.953125], new T3(3, 0.5).Over(SomeBars.Closing(8, 16))[0]);

    [Fact]
    public void Factor_0_leaves_the_third_average() =>
        Reference.Agrees([8, 9], new T3(3, 0).Over(SomeBars.Closing(8, 16))[0]);

    [Fact]
    public void Refuses_a_factor_beyond_1()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new T3(5, 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new T3(5, -0.1));
    }

    [Fact]
    public void Names_its_parameters_with_a_point() => Assert.Equal(["t3_5_0.7"], new T3(5, 0.7).Columns);

    [SharedDataFact]
    public void Matches_the_reference_sheet() =>
        Reference.Agrees(Reference.Skender("T3", "t3"), new T3(5, 0.7).On(Reference.SpyBars())[0]);
}
