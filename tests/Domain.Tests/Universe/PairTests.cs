using GoldenSignals.Domain.Universe;

namespace GoldenSignals.Domain.Tests.Universe;

/// <summary>Partners, and the departures from them, as the universe follows them.</summary>
public class PairTests
{
    private static readonly DateTime s_start = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void The_closest_is_found_whichever_of_the_two_comes_first()
    {
        double[] closes = [10, 11, 12, 100, 90, 80, 5, 5.5, 6.1, 20, 21, 21];      // the third runs as the first, the fourth as neither
        var partners = new int[4];
        PairFormation.Closest(closes, 3, 3, partners);
        Assert.Equal([2, 3, 0, 0], partners);
    }

    [Fact]
    public void Too_few_common_bars_are_no_pair_and_prices_count_from_the_first_common_one()
    {
        double nan = double.NaN;
        double[] closes = [nan, 10, 11, 12, 7, 20, 22, 24, 10, nan, nan, 11];
        var partners = new int[3];
        PairFormation.Closest(closes, 4, 3, partners);
        Assert.Equal([1, 0, -1], partners);
        PairFormation.Closest(closes, 4, 4, partners);
        Assert.Equal([-1, -1, -1], partners);
    }

    [Fact]
    public void A_departure_is_followed_from_beyond_two_until_the_pair_has_met_again()
    {
        var market = new PairedMarket();
        market.RunTo(252);
        Assert.Equal(("B", "A"), (market.Universe.PartnerOf("A"), market.Universe.PartnerOf("B")));

        double[] path = [0.1, 1, 2.5, 1.5, 0.6, 0.4, 1.2, -0.7, -2.2, -0.3];
        double[] expected = [0, 1, 2.5, 2.5, 2.5, 0, 1.2, -0.7, -2.2, 0];
        for (int i = 0; i < path.Length; i++)
        {
            UniverseValues values = market.Step(path[i]);
            Assert.Equal(path[i], values.PairZ, 1e-9);
            Assert.Equal(expected[i], values.PairExtreme, 1e-9);
            Assert.InRange(values.PairHalfLife, 0.5, 10);
        }
    }

    [Fact]
    public void Without_a_bar_of_either_side_nothing_is_said_and_nothing_is_lost()
    {
        var market = new PairedMarket();
        market.RunTo(252);
        market.Step(2.5);
        UniverseValues silent = market.Step(1, withoutPartner: true);
        Assert.True(double.IsNaN(silent.PairZ) && double.IsNaN(silent.PairExtreme) && double.IsNaN(silent.PairHalfLife));
        Assert.Equal(2.5, market.Step(1.5).PairExtreme, 1e-9);
    }

    [Fact]
    public void There_is_no_partner_before_a_year_of_bar_times()
    {
        var market = new PairedMarket();
        market.RunTo(251);
        Assert.Null(market.Universe.PartnerOf("A"));
        Assert.True(double.IsNaN(market.Universe.Of("A").PairZ));
    }

    /// <summary>A hangs on B; twenty others go their own ways, each far from all.</summary>
    private sealed class PairedMarket
    {
        private readonly double[] _a, _b;
        private readonly double[][] _others;
        private int _time;

        public PairedMarket()
        {
            (_a, _b) = SomePair.Cointegrated(seed: 5, count: 400, intercept: 0, slope: 1, phi: 0.6, noise: 0.005);
            _others = [.. Enumerable.Range(0, 20).Select(i => SomePair.Walk(100 + i, 400, 0.002).Select((p, t) => p * Math.Exp(t * (i - 9.5) / 1000)).ToArray())];
        }

        public UniverseState Universe { get; } = new();

        public void RunTo(int barTimes)
        {
            while (_time < barTimes)
                Close(_a[_time]);
        }

        /// <summary>A bar time at which A stands at a z that is given.</summary>
        public UniverseValues Step(double z, bool withoutPartner = false)
        {
            UniverseSnapshot snapshot = Universe.Snapshot();
            ReadOnlySpan<double> pair = snapshot.Figures.AsSpan(Array.IndexOf(snapshot.Symbols, "A") * 7, 7);
            Close(Math.Exp(pair[3] + pair[4] * Math.Log(_b[_time]) + z * pair[5]), withoutPartner);
            return Universe.Of("A");
        }

        private void Close(double a, bool withoutPartner = false)
        {
            IEnumerable<UniverseRow> rows = _others.Select((closes, i) => new UniverseRow($"N{i:D2}", closes[_time], 1, 1, 0)).Prepend(new("A", a, 1, 1, 0));
            Universe.Close(s_start.AddDays(_time), [.. withoutPartner ? rows : rows.Append(new("B", _b[_time], 1, 1, 0))]);
            _time++;
        }
    }
}
