using GoldenSignals.Domain.Market;
using GoldenSignals.Feeds.Tests.Support;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.Feeds.Tests;

public class SimulatorStatisticsTests
{
    private static readonly Simulator.Options s_options = SimulatorTests.Clean with { Symbols = 44, Bars = 4000 };

    [Fact]
    public async Task Symbols_move_with_their_sector_more_than_with_the_others()
    {
        Tick[] ticks = await new Simulator(s_options, TimeProvider.System).Ticks();
        var returns = ticks.GroupBy(tick => tick.Symbol).ToDictionary(group => group.Key, BarReturns);
        List<double> within = [], across = [];
        foreach (string a in returns.Keys)
            foreach (string b in returns.Keys.Where(b => string.CompareOrdinal(a, b) < 0))
                (SimulatedSymbols.SectorOf(a) == SimulatedSymbols.SectorOf(b) ? within : across).Add(Correlation(returns[a], returns[b]));
        Assert.InRange(within.Average(), 0.4, 0.75);
        Assert.InRange(across.Average(), 0.15, 0.5);
        Assert.True(within.Min() > across.Average() + 0.05);
    }

    [Fact]
    public async Task Returns_have_the_stated_size_and_prices_stay_in_a_plausible_range()
    {
        Tick[] ticks = await new Simulator(s_options with { Symbols = 11, Bars = 10_000 }, TimeProvider.System).Ticks();
        foreach (var symbol in ticks.GroupBy(tick => tick.Symbol))
        {
            double[] returns = BarReturns(symbol);
            Assert.InRange(Math.Sqrt(returns.Average(r => r * r)), 0.0006, 0.0025);
            Assert.InRange(Math.Abs(returns.Average()), 0, 0.0001);
            Assert.InRange(symbol.Max(tick => tick.Price) / symbol.Min(tick => tick.Price), 1.05, 20);
        }
    }

    [Fact]
    public async Task Volume_is_a_u_over_the_day()
    {
        Tick[] ticks = await new Simulator(s_options with { Interval = TimeSpan.FromMinutes(10), Bars = 144, StartUtc = SimulatorTests.Start.Date }, TimeProvider.System).Ticks();
        double[] byHour = [.. ticks.GroupBy(tick => tick.TimeUtc.Hour).OrderBy(hour => hour.Key).Select(hour => hour.Sum(tick => tick.Size))];
        Assert.Equal(24, byHour.Length);
        for (int hour = 0; hour < 10; hour++)
            Assert.True(byHour[hour] > byHour[hour + 2] && byHour[23 - hour] > byHour[21 - hour]);
        Assert.InRange(byHour[0] / byHour[12], 3, 5);
    }

    [Fact]
    public void Symbols_are_valid_distinct_and_know_their_sector()
    {
        string[] symbols = [.. Enumerable.Range(0, 100_000).Select(SimulatedSymbols.At)];
        Assert.All(symbols, symbol => Assert.True(SymbolName.IsValid(symbol)));
        Assert.Equal(symbols.Length, symbols.Distinct().Count());
        Assert.Equal(11, symbols.Select(SimulatedSymbols.SectorOf).Distinct().Count());
        Assert.Equal("Information Technology", SimulatedSymbols.SectorOf("TEC001"));
        Assert.Null(SimulatedSymbols.SectorOf("MSFT"));
        Assert.Null(SimulatedSymbols.SectorOf("TECH01"));
    }

    private static double[] BarReturns(IEnumerable<Tick> ticks)
    {
        double[] closes = [.. ticks.GroupBy(tick => tick.TimeUtc.Ticks / TimeSpan.TicksPerSecond).Select(bar => bar.Last().Price)];
        return [.. closes.Zip(closes.Skip(1), (before, after) => after / before - 1)];
    }

    private static double Correlation(double[] a, double[] b)
    {
        double meanA = a.Average(), meanB = b.Average();
        double cov = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum();
        return cov / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
    }
}
