using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class VwmaTests
{
    [Fact]
    public void A_close_counts_as_often_as_it_was_traded()                      // (10·1 + 20·3) / 4
    {
        var bars = SomeBars.Closing(10, 20);
        bars[0] = bars[0] with { Volume = 1 };
        bars[1] = bars[1] with { Volume = 3 };
        Assert.Equal([double.NaN, 17.5], new Vwma(2).Over(bars)[0]);
    }

    [Fact]
    public void Without_volume_it_is_the_close() =>
        Assert.Equal(20, new Vwma(2).Over([.. SomeBars.Closing(10, 20).Select(bar => bar with { Volume = 0 })])[0][^1]);

    [SharedDataFact]
    public void Matches_the_reference_sheet() =>
        Reference.Agrees(Reference.Skender("Vwma", "vwma"), new Vwma(10).On(Reference.SpyBars())[0]);
}
