using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Options;
using GoldenSignals.Domain.Tests.Options;

namespace GoldenSignals.Domain.Tests.Indicators;

public class OptionColumnsTests
{
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    private static SymbolState State() => new("TEST", s_day, IndicatorSet.Shipped);

    private static Bar BarOf(int day) => new(SomeChain.Time.Date.AddDays(day), 100, 101, 99, 100, 1000);

    private static double Of(MarketView view, string column) => view[Column.Named(column)];

    [Fact]
    public void A_chain_shows_from_the_close_of_its_bar_on_and_counts_as_missing_after_a_day()
    {
        SymbolState state = State();
        Assert.True(double.IsNaN(Of(state.Add(BarOf(-1)), "opt_age_hours")));
        state.Add(new SomeChain().Chain);                           // at 21:00 of day 0
        MarketView view = state.Add(BarOf(0));
        Assert.Equal(3, Of(view, "opt_age_hours"), 9);
        Assert.Equal(100, Of(view, "opt_spot"), 6);
        Assert.Equal(0.2, Of(view, "opt_iv_30"), 3);
        Assert.Equal(1, Of(view, "opt_iv_30_90"), 3);
        Assert.Equal(488, Of(view, "opt_contracts"));
        Assert.Equal(7 - 3 / 24.0, Of(view, "opt_max_pain_days"), 9);
        Assert.Equal(1, Of(view, "opt_history_days"));
        Assert.True(double.IsNaN(Of(view, "opt_iv_rank_252")));
        view = state.Add(BarOf(1));
        Assert.All(IndicatorCatalog.Columns.Where(column => column.Name.StartsWith("opt_", StringComparison.Ordinal)), column => Assert.True(double.IsNaN(view[column]), column.Name));
    }

    [Fact]
    public void A_chain_that_comes_late_does_not_replace_a_newer_one()
    {
        SymbolState state = State();
        state.Add(new SomeChain { TimeUtc = SomeChain.Time.AddHours(26), Spot = 105 }.Chain);
        state.Add(BarOf(0));
        Assert.Equal(105, Of(state.Add(BarOf(1)), "opt_spot"), 6);
        state.Add(new SomeChain { Spot = 95 }.Chain);
        Assert.Equal(105, Of(state.Add(BarOf(2) with { OpenTimeUtc = BarOf(1).OpenTimeUtc.AddHours(12) }), "opt_spot"), 6);
    }

    [Fact]
    public void A_year_of_chains_gives_rank_percentile_scores_and_realised_volatility()
    {
        SymbolState state = State();
        MarketView view = default;
        for (int day = 0; day < 260; day++)
        {
            double level = 0.2 + 0.0002 * (day * 37 % 100), spot = 100 * Math.Exp(0.01 * (day % 2));
            state.Add(new SomeChain
            {
                TimeUtc = SomeChain.Time.AddDays(day), Spot = spot, Days = [25, 40, 80, 100], Strikes = [.. Enumerable.Range(0, 21).Select(i => 80.0 + 2 * i)],
                Volatility = (k, _) => (day == 259 ? 0.23 : level) - 0.1 * (1 + day % 3) * k,
                Changed = contract => contract with { Volume = contract.Right == OptionRight.Put ? 10 + day % 5 : 10 },
            }.Chain);
            view = state.Add(BarOf(day));
            Assert.Equal(day < 251, double.IsNaN(Of(view, "opt_iv_rank_252")));
            Assert.Equal(day < 60, double.IsNaN(Of(view, "opt_skew_25_z_60")));
            Assert.Equal(day < 60, double.IsNaN(Of(view, "opt_put_call_z_60")));
            Assert.Equal(day < 25, double.IsNaN(Of(view, "opt_rv_30")));
        }
        Assert.Equal(100, Of(view, "opt_iv_rank_252"));
        Assert.Equal(100, Of(view, "opt_iv_percentile_252"), 6);
        Assert.InRange(Of(view, "opt_rv_30") / (0.01 * Math.Sqrt(365)), 0.99, 1.01);
        Assert.Equal(252, Of(view, "opt_history_days"));
    }
}
