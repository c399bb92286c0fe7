using GoldenSignals.Domain.Market;
using GoldenSignals.Feeds.Tests.Support;

namespace GoldenSignals.Feeds.Tests;

public sealed class CsvSpacingTests : IDisposable
{
    private readonly CsvFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1m", new[] { 0, 60, 120, 180, 240 })]
    [InlineData("1m", new[] { 0, 120, 240, 300, 420, 540, 660 })]       // the commonest gap is two minutes, yet one is a single minute
    [InlineData("1s", new[] { 0, 30, 60, 90, 91, 97, 127 })]
    [InlineData("1d", new[] { 0, 86400, 4 * 86400, 5 * 86400 })]
    [InlineData("31d", new[] { 0, 31 * 86400, 59 * 86400, 90 * 86400, 120 * 86400, 151 * 86400 })]
    [InlineData("1w", new[] { 0, 7 * 86400, 15 * 86400, 21 * 86400, 28 * 86400 })]
    public async Task The_length_of_bars_is_seen_through_gaps(string interval, int[] seconds)
    {
        _folder.Write("AAA.csv", "timestamp,open,high,low,close,volume\n" + string.Concat(seconds.Select(s => $"{1706711400 + s},1,1,1,1,1\n")));
        Assert.Equal(interval, BarInterval.Format((await _folder.Replay().Bars())[0].Interval));
    }

    [Fact]
    public async Task A_few_odd_rows_do_not_matter()
    {
        _folder.Write("AAA.csv", "timestamp,open,high,low,close,volume\n" + string.Concat(Enumerable.Range(0, 1000).Select(i => $"{1706711400 + 60 * i + (i == 500 ? 1 : 0)},1,1,1,1,1\n")));
        Assert.Equal("1m", BarInterval.Format((await _folder.Replay().Bars())[0].Interval));
    }
}
