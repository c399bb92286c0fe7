using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Tests.Market;

public class BarIntervalTests
{
    [Theory]
    [InlineData("250ms", 0.25), InlineData("1s", 1), InlineData("15s", 15), InlineData("90s", 90), InlineData("1m", 60), InlineData("5m", 300)]
    [InlineData("1h", 3600), InlineData("4h", 14400), InlineData("1d", 86400), InlineData("1w", 604800)]
    public void Text_and_interval_are_the_same(string text, double seconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(seconds), BarInterval.Parse(text));
        Assert.Equal(text, BarInterval.Format(TimeSpan.FromSeconds(seconds)));
    }

    [Fact]
    public void Formats_the_shortest_way() => Assert.Equal("1h", BarInterval.Format(BarInterval.Parse("60m")));

    [Theory, InlineData(""), InlineData("0m"), InlineData("m"), InlineData("5"), InlineData("-1m"), InlineData("1.5m"), InlineData("1 m"), InlineData("1M"), InlineData("1x"), InlineData("99999999999d"), InlineData("2000000000w")]
    public void Anything_else_is_refused_with_what_is_expected(string text) =>
        Assert.Contains("for instance 15s, 1m or 1d", Assert.Throws<FormatException>(() => BarInterval.Parse(text)).Message, StringComparison.Ordinal);
}
