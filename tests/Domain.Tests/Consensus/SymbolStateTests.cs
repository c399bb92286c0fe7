using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Consensus;

public class SymbolStateTests
{
    private static readonly Column s_rsi = Column.Named("rsi_14");
    private static readonly Bar[] s_bars = SomeBars.Random(seed: 1, count: 200);

    private static SymbolState New(int windowBars = BarWindow.DefaultCapacity) => new("TEST", TimeSpan.FromMinutes(1), IndicatorSet.Shipped, windowBars);

    [Fact]
    public void Later_bars_change_no_earlier_view()
    {
        SymbolState state = New();
        var kept = new List<(MarketView View, double[] Values, double Before)>();
        foreach (Bar bar in s_bars)
        {
            MarketView view = state.Add(bar);
            kept.Add((view, view.Values.ToArray(), view.Previous(s_rsi)));
        }
        for (int i = 0; i < s_bars.Length; i++)
        {
            Assert.Equal((s_bars[i], i + 1L), (kept[i].View.Bar, kept[i].View.BarNumber));
            Assert.Equal(kept[i].Values, kept[i].View.Values.ToArray());
            Assert.Equal(kept[i].Before, kept[i].View.Previous(s_rsi));
        }
    }

    [Fact]
    public void The_values_before_are_those_of_the_bar_before()
    {
        SymbolState state = New();
        MarketView before = state.Add(s_bars[0]);
        Assert.All(IndicatorCatalog.Columns, column => Assert.Equal(double.NaN, before.Previous(column)));
        foreach (Bar bar in s_bars[1..])
        {
            MarketView view = state.Add(bar);
            foreach (Column column in IndicatorCatalog.Columns)
                Assert.Equal((view[column], before[column]), view.LastTwo(column));
            before = view;
        }
        Assert.True(double.IsFinite(before[s_rsi]) && before[s_rsi] != before.Previous(s_rsi));
    }

    [Fact]
    public void Values_are_those_of_the_indicators_over_the_same_bars()
    {
        SymbolState state = New(windowBars: 64);                      // the window is shorter than what the indicators have seen
        double[] rsi = new Rsi(14).Over(s_bars)[0];
        Assert.Equal(rsi, s_bars.Select(bar => state.Add(bar)[s_rsi]));
    }

    [Theory, InlineData(64), InlineData(100), InlineData(512)]
    public void Keeps_the_newest_bars_of_its_window_and_counts_all(int windowBars)
    {
        SymbolState state = New(windowBars);
        foreach (Bar bar in s_bars)
            state.Add(bar);
        Assert.Equal(s_bars.TakeLast(windowBars), state.Window.Newest());
        Assert.Equal(200, state.Latest!.Value.BarNumber);
    }

    [Theory, InlineData(63), InlineData(4097)]
    public void Refuses_a_window_out_of_range(int windowBars) => Assert.Throws<ArgumentOutOfRangeException>(() => New(windowBars));

    [Fact]
    public void Refuses_a_bar_that_is_not_newer_and_stays_as_it_was()
    {
        SymbolState state = New(), untouched = New();
        foreach (Bar bar in s_bars[..100])
            (_, _) = (state.Add(bar), untouched.Add(bar));
        Assert.Throws<ArgumentException>(() => state.Add(s_bars[99]));
        Assert.Throws<ArgumentException>(() => state.Add(s_bars[50]));
        Assert.Equal(untouched.Add(s_bars[100]).Values.ToArray(), state.Add(s_bars[100]).Values.ToArray());
        Assert.Equal(101, state.Latest!.Value.BarNumber);
    }

    [Fact]
    public void Nothing_is_to_be_seen_before_the_first_bar() => Assert.Null(New().Latest);
}
