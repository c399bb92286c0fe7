using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Agents;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Consensus;

public class TechnicalRatingTests
{
    private static TechnicalRating Of(SomeView view) => TechnicalRating.Of(view.View);

    [Fact]
    public void Nothing_known_is_no_rating()
    {
        Assert.Equal(new TechnicalRating(0, 0, 0), Of(new()));
        Assert.Equal(double.NaN, Of(new()).All);
        Assert.Equal(SignalAction.Hold, Of(new()).Action);
    }

    public static TheoryData<string, SomeView, int> OneVote => new()
    {
        { "price above an average", new() { Close = 100, ["sma_20"] = 99 }, 1 },
        { "price below it", new() { Close = 100, ["ema_20"] = 101 }, -1 },
        { "price on it", new() { Close = 100, ["sma_200"] = 100 }, 0 },
        { "rsi low and rising", new() { ["rsi_14"] = (29, 28) }, 1 },
        { "rsi low and falling", new() { ["rsi_14"] = (28, 29) }, 0 },
        { "rsi high and falling", new() { ["rsi_14"] = (71, 72) }, -1 },
        { "rsi at the limit", new() { ["rsi_14"] = (30, 28) }, 0 },
        { "stochastic crossing up below 20", new() { ["stoch_14_3_3_k"] = (15, 9), ["stoch_14_3_3_d"] = (14, 10) }, 1 },
        { "stochastic crossing up above 20", new() { ["stoch_14_3_3_k"] = (25, 9), ["stoch_14_3_3_d"] = (14, 10) }, 0 },
        { "stochastic crossing down above 80", new() { ["stoch_14_3_3_k"] = (85, 91), ["stoch_14_3_3_d"] = (86, 90) }, -1 },
        { "cci low and rising", new() { ["cci_20"] = (-101, -102) }, 1 },
        { "cci high and falling", new() { ["cci_20"] = (101, 102) }, -1 },
        { "di crossing up in a trend", new() { ["adx_14"] = 21, ["pdi_14"] = (20, 10), ["mdi_14"] = (15, 12) }, 1 },
        { "di crossing down in a trend", new() { ["adx_14"] = 21, ["pdi_14"] = (10, 20), ["mdi_14"] = (12, 15) }, -1 },
        { "di crossing without a trend", new() { ["adx_14"] = 20, ["pdi_14"] = (20, 10), ["mdi_14"] = (15, 12) }, 0 },
        { "di crossed before", new() { ["adx_14"] = 21, ["pdi_14"] = (20, 19), ["mdi_14"] = (15, 12) }, 0 },
        { "momentum rising", new() { ["roc_12"] = (-3, -4) }, 1 },
        { "momentum falling", new() { ["roc_12"] = (3, 4) }, -1 },
        { "macd above its signal", new() { ["macd_12_26_9"] = -1, ["macd_12_26_9_signal"] = -2 }, 1 },
        { "macd below its signal", new() { ["macd_12_26_9"] = 1, ["macd_12_26_9_signal"] = 2 }, -1 },
        { "awesome oscillator crossing up", new() { ["awesome_5_34"] = (1, -1) }, 1 },
        { "awesome oscillator crossing down", new() { ["awesome_5_34"] = (-1, 1) }, -1 },
        { "awesome oscillator above 0 before", new() { ["awesome_5_34"] = (2, 1) }, 0 },
        { "ultimate oscillator high", new() { ["ultosc_7_14_28"] = 71 }, 1 },
        { "ultimate oscillator low", new() { ["ultosc_7_14_28"] = 29 }, -1 },
        { "ultimate oscillator at the limit", new() { ["ultosc_7_14_28"] = 70 }, 0 },
        { "williams low and rising", new() { ["willr_14"] = (-81, -82) }, 1 },
        { "williams high and falling", new() { ["willr_14"] = (-19, -18) }, -1 },
        { "ichimoku in rising order", Cloud(103, 102, 101, 100), 1 },
        { "ichimoku in falling order", Cloud(117, 118, 119, 120), -1 },
        { "ichimoku in no order", Cloud(103, 102, 100, 101), 0 },
    };

    private static SomeView Cloud(double tenkan, double kijun, double a, double b) => new()
    {
        Close = 110, ["ichimoku_9_26_52_tenkan"] = tenkan, ["ichimoku_9_26_52_kijun"] = kijun,
        ["ichimoku_9_26_52_senkou_a"] = a, ["ichimoku_9_26_52_senkou_b"] = b,
    };

    [Theory, MemberData(nameof(OneVote))]
    public void Each_vote_follows_its_rule_and_what_is_unknown_is_not_counted(string what, SomeView view, int vote)
    {
        TechnicalRating rating = Of(view);
        Assert.True(new TechnicalRating(vote > 0 ? 1 : 0, vote < 0 ? 1 : 0, vote == 0 ? 1 : 0) == rating, $"{what}: {rating}");
        Assert.Equal(vote, rating.All);
    }

    /// <summary>Price below EMA 50 (itself a vote to sell) or above it.</summary>
    [Theory]
    [InlineData(110, 15, 9, 14, 10, 1)]             // StochRSI crosses up below 20 in a falling market
    [InlineData(90, 15, 9, 14, 10, 0)]              // the same in a rising one
    [InlineData(90, 85, 91, 86, 90, -1)]
    [InlineData(110, 85, 91, 86, 90, 0)]
    public void StochRsi_votes_against_the_trend(double trend, double line, double lineBefore, double signal, double signalBefore, int vote)
    {
        var view = new SomeView { Close = 100, ["ema_50"] = trend, ["stochrsi_14_14_3_1"] = (line, lineBefore), ["stochrsi_14_14_3_1_signal"] = (signal, signalBefore) };
        Assert.Equal(vote + (trend > 100 ? -1 : 1), Of(view).Buys - Of(view).Sells);
    }

    [Theory]
    [InlineData(90, 3, 2, -1, -2, 1)]               // bears weaken in a rising market
    [InlineData(90, 3, 2, 1, -2, 0)]                // no bears left
    [InlineData(110, 2, 3, -1, -2, -1)]             // bulls weaken in a falling market
    [InlineData(110, 3, 2, -1, -2, 0)]              // bulls gain
    public void Bull_and_bear_power_vote_with_the_trend(double trend, double bull, double bullBefore, double bear, double bearBefore, int vote)
    {
        var view = new SomeView { Close = 100, ["ema_50"] = trend, ["bull_power_13"] = (bull, bullBefore), ["bear_power_13"] = (bear, bearBefore) };
        Assert.Equal(vote + (trend > 100 ? -1 : 1), Of(view).Buys - Of(view).Sells);
    }

    [Theory]
    [InlineData(11, 9, 0, SignalAction.Hold)]       // 0.1
    [InlineData(12, 9, 0, SignalAction.Buy)]
    [InlineData(9, 11, 0, SignalAction.Hold)]
    [InlineData(9, 12, 0, SignalAction.Sell)]
    [InlineData(2, 0, 24, SignalAction.Hold)]
    [InlineData(3, 0, 23, SignalAction.Buy)]
    public void Advises_beyond_a_tenth(int buys, int sells, int neutrals, SignalAction action) =>
        Assert.Equal(action, new TechnicalRating(buys, sells, neutrals).Action);

    [SharedDataFact]
    public void On_daily_bars_it_counts_all_26_votes_and_advises_both_ways()
    {
        TechnicalRating[] ratings = [.. Views.Msft[300..].Where(view => view.Bar.Volume > 0).Select(view => TechnicalRating.Of(view))];
        Assert.Equal(26, ratings.Max(rating => rating.Buys + rating.Sells + rating.Neutrals));
        Assert.True(ratings.Count(rating => rating.Buys + rating.Sells + rating.Neutrals == 26) > 0.9 * ratings.Length);
        Assert.All(ratings, rating => Assert.InRange(rating.All, -1, 1));
        Assert.Contains(ratings, rating => rating.All > 0.5);
        Assert.Contains(ratings, rating => rating.All < -0.5);
    }

    [Fact]
    public void Allocates_nothing()
    {
        MarketView view = Views.Of(SomeBars.Random(seed: 1, count: 300))[^1];
        double sum = TechnicalRating.Of(view).All;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            sum += TechnicalRating.Of(view).All;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(double.IsFinite(sum));
    }
}
