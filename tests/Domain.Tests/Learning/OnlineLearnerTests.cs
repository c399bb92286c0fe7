using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Learning;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Agents;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Learning;

public class OnlineLearnerTests
{
    private static readonly Func<string, Column> s_find = name => IndicatorCatalog.Find(name)!.Value;

    [Fact]
    public void Learns_a_bar_when_its_vote_resolves_and_not_before()
    {
        var run = new Run(horizon: 3, new FtrlProximal(0.1, 1, 0, 1));
        double[] updates = [.. Enumerable.Range(0, 6).Select(i => run.Next(open: 10, close: 11, rsi: 75).Updates)];
        Assert.Equal([0, 0, 0, 1, 2, 3], updates);
    }

    [Fact]
    public void The_first_example_moves_the_probability_as_the_formula_says()
    {
        var run = new Run(horizon: 2, new FtrlProximal(0.1, 1, 0, 1));
        Assert.Equal(0.5, run.Next(10, 10, rsi: 75).P);
        Assert.Equal(0.5, run.Next(10, 10, rsi: 100).P);
        // Learned: x = 1 for the RSI and 1 for the constant, all others 0; p = ½, label 1, g = −½ for both, so w = ½ / (1.5/0.1 + 1).
        double w = 0.5 / 16;
        Assert.Equal(1 / (1 + Math.Exp(-(2 * w + w))), run.Next(10, 11, rsi: 100).P, 15);
    }

    [Fact]
    public void A_vote_is_filled_at_the_next_open_not_at_the_close_that_it_saw()
    {
        var run = new Run(horizon: 1, new FtrlProximal(0.1, 1, 0, 1));
        run.Next(open: 100, close: 100, rsi: 50);
        Assert.True(run.Next(open: 90, close: 95, rsi: 50).P > 0.5, "95 is below 100, but above the fill at 90");
    }

    [Fact]
    public void No_move_is_no_example()
    {
        var run = new Run(horizon: 1, new FtrlProximal(0.1, 1, 0, 1));
        run.Next(10, 10, rsi: 75);
        Assert.Equal((0.5, 0), run.Next(12, 12, rsi: 75));
        Assert.Equal(1, run.Next(12, 13, rsi: 75).Updates);
    }

    [Fact]
    public void Without_a_feature_there_is_no_prediction_and_nothing_to_learn()
    {
        var run = new Run(horizon: 2, new FtrlProximal(0.1, 1, 0, 1));
        run.Next(10, 11, rsi: 75);
        Assert.True(double.IsNaN(run.Next(10, 11, rsi: double.NaN).P));
        Assert.Equal(1, run.Next(10, 11, rsi: 75).Updates);
        (double p, double updates) = run.Next(10, 11, rsi: 75);     // of the bar without
        Assert.Equal(1, updates);
        Assert.True(p > 0.5);
        Assert.Equal(2, run.Next(10, 11, rsi: 75).Updates);
    }

    [Fact]
    public void Learns_a_planted_signal()
    {
        var run = new Run(horizon: 1);
        var random = new Random(2);
        double rsi = 50;
        for (int i = 0; i < 6000; i++)
        {
            bool up = random.NextDouble() < 1 / (1 + Math.Exp(-2 * (rsi - 50) / 25));
            rsi = 100 * random.NextDouble();
            run.Next(100, up ? 101 : 99, rsi, mfi: 100 * random.NextDouble());
        }
        Assert.InRange(run.Next(100, 101, rsi: 75).P, 0.7, 0.9);            // the truth is 0.88
        Assert.InRange(run.Next(100, 101, rsi: 25).P, 0.1, 0.3);
        double other = run.Next(100, 101, rsi: 50, mfi: 75).P - run.Next(100, 101, rsi: 50, mfi: 25).P;
        Assert.InRange(other, -0.03, 0.03);                                 // tells nothing, and is believed to
    }

    [Fact]
    public void Hardly_leans_on_a_random_walk()
    {
        foreach (int seed in new[] { 1, 2, 3 })
        {
            double[] p = [.. Views.Of(SomeBars.Random(seed, 6000)).Skip(1000).Select(view => view[s_find("learner_10_p")])];
            Assert.All(p, value => Assert.InRange(value, 0.3, 0.7));
            Assert.True(p.Average(value => Math.Abs(value - 0.5)) < 0.05, $"seed {seed}: leans by {p.Average(value => Math.Abs(value - 0.5))}");
        }
    }

    [Fact]
    public void Goes_on_bit_equal_from_a_copy_of_its_state()
    {
        MarketView[] views = Views.Of(SomeBars.Random(4, 900));
        var learner = new OnlineLearner(s_find, 10);
        double[] block = new double[1024], values = new double[2], again = new double[2];
        double[]? restored = null;
        foreach (MarketView view in views)
        {
            if (view.BarNumber == 600)
                restored = [.. block];
            Step(learner, block, view, values);
            if (restored is null)
                continue;
            Step(learner, restored, view, again);
            Assert.Equal(values.Select(BitConverter.DoubleToInt64Bits), again.Select(BitConverter.DoubleToInt64Bits));
        }
        Assert.NotEqual(0.5, again[0]);
    }

    [Fact]
    public void Has_its_first_probability_when_its_slowest_feature_has_a_value()
    {
        var learner = new OnlineLearner(s_find, 10);
        Column p = s_find("learner_10_p");
        Assert.Equal(learner.WarmUpOf(0), p.WarmUp);
        MarketView[] views = Views.Of(SomeBars.Random(5, 400));
        Assert.All(views, view => Assert.Equal(view.BarNumber < p.WarmUp, double.IsNaN(view[p])));
        Assert.All(SomeMarkets.All, bars => Assert.All(Views.Of(bars).Skip(p.WarmUp - 1), view => Assert.InRange(view[p], 0, 1)));
    }

    [Fact]
    public void Allocates_nothing_and_stays_finite_over_a_million_bars()
    {
        var run = new Run(horizon: 10);
        run.Next(1, 2, 50);
        var random = new Random(6);
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool finite = true;
        for (int i = 0; i < 1_000_000; i++)
        {
            double edge = i / 100_000 % 2 == 0 ? 0.9 : 0.1;                 // the truth turns over again and again
            (double p, _) = run.Next(100, random.NextDouble() < edge ? 1e9 : 1e-9, rsi: 1000 * random.NextDouble() - 500, mfi: 100 * random.NextDouble());
            finite &= p is > 0 and < 1;
        }
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 10_000);
        Assert.True(finite);
    }

    private static void Step(OnlineLearner learner, double[] block, in MarketView view, double[] values)
    {
        var cursor = new StateCursor(block);
        learner.Next(ref cursor, view.Bar, view.Values, values);
    }

    /// <summary>A learner that is shown bars by hand; every feature is 0 but the constant and those that are set.</summary>
    private sealed class Run(int horizon, FtrlProximal? model = null)
    {
        private readonly OnlineLearner _learner = model is null ? new(s_find, horizon) : new(s_find, horizon, model);
        private readonly double[] _block = new double[1024], _columns = Neutral(), _values = new double[2];
        private readonly int _rsi = s_find("rsi_14").Index, _mfi = s_find("mfi_14").Index, _ema = s_find("ema_20").Index, _sma50 = s_find("sma_50").Index, _sma200 = s_find("sma_200").Index;

        public (double P, double Updates) Next(double open, double close, double rsi, double mfi = 50)
        {
            (_columns[_rsi], _columns[_mfi]) = (rsi, mfi);
            _columns[_ema] = _columns[_sma50] = _columns[_sma200] = close;
            var cursor = new StateCursor(_block);
            _learner.Next(ref cursor, new Bar(default, open, Math.Max(open, close), Math.Min(open, close), close, 1), _columns, _values);
            return (_values[0], _values[1]);
        }

        private static double[] Neutral()
        {
            var columns = new double[IndicatorCatalog.Columns.Count];
            foreach ((string name, double value) in new[]
            {
                ("stoch_14_3_3_k", 50), ("bb_20_2_pctb", 0.5), ("adx_14", 25), ("atr_14", 1), ("natr_14", 1),
                ("yang_zhang_20_rank_252", 0.5), ("bb_20_2_width_rank_126", 0.5),
            })
                columns[s_find(name).Index] = value;
            return columns;
        }
    }
}
