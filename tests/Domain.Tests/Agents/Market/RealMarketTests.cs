using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Market;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;
using GoldenSignals.Domain.Universe;

namespace GoldenSignals.Domain.Tests.Agents.Market;

/// <summary>The agents of the market over 23 exchange-traded funds, 2008 to 2016, each bar seeing the universe of the bar before.</summary>
public class RealMarketTests
{
    private static readonly string[] s_funds =
        ["EEM", "EWG", "TIP", "EWJ", "EFA", "IEF", "EWQ", "EWU", "XLB", "XLE", "XLF", "LQD", "XLK", "XLU", "EPP", "FXI", "VGK", "VPL", "SPY", "TLT", "BND", "CSJ", "DIA"];

    private static readonly Lazy<(MarketView[] Views, UniverseState Universe, double[][] Closes)> s_run = new(Run);

    [SharedDataFact]
    public void Market_breadth_votes_both_ways() => AssertSpeaksBothWays(new MarketBreadthAgent(new()));

    [SharedDataFact]
    public void Relative_strength_votes_both_ways() => AssertSpeaksBothWays(new RelativeStrengthAgent(new()));

    [SharedDataFact]
    public void Pairs_spread_votes_both_ways() => AssertSpeaksBothWays(new PairsSpreadAgent(new()));

    [SharedDataFact]
    public void In_the_autumn_of_2008_breadth_is_down_and_the_bonds_are_the_strongest()
    {
        MarketView[] lehman = [.. s_run.Value.Views.Where(view => view.Bar.OpenTimeUtc == DateTime.UnixEpoch.AddDays(200))];        // mid October
        Assert.All(lehman, view => Assert.True(view[Column.Named("uni_above_sma50")] < 0.25));
        MarketView[] spring = [.. s_run.Value.Views.Where(view => view.Bar.OpenTimeUtc == DateTime.UnixEpoch.AddDays(300))];
        IEnumerable<string> strongest = spring.OrderByDescending(view => view[Column.Named("uni_rank")]).Take(5).Select(view => view.Symbol);
        Assert.Subset(new HashSet<string> { "BND", "CSJ", "IEF", "LQD", "TIP", "TLT" }, strongest.ToHashSet());
    }

    [SharedDataFact]
    public void Partners_are_those_of_a_plain_search_over_the_last_year_of_closes()
    {
        var (_, universe, closes) = s_run.Value;
        int last = closes[0].Length / UniverseState.FormationPeriod * UniverseState.FormationPeriod;
        int paired = 0;
        foreach (string fund in s_funds)
        {
            double[] own = Year(fund);
            string closest = s_funds.Where(other => other != fund).MinBy(other => own.Zip(Year(other), (a, b) => Math.Pow(a / own[0] - b / Year(other)[0], 2)).Sum())!;
            Cointegration? pair = Cointegration.Of([.. own.Select(close => Math.Log(close))], [.. Year(closest).Select(close => Math.Log(close))]);
            Assert.Equal(pair is null ? null : closest, universe.PartnerOf(fund));
            paired += pair is null ? 0 : 1;
        }
        Assert.InRange(paired, 1, 22);

        double[] Year(string fund) => closes[Array.IndexOf(s_funds, fund)][(last - UniverseState.FormationBars)..last];
    }

    private static void AssertSpeaksBothWays(IAgent agent)
    {
        Vote[] votes = agent.Votes(s_run.Value.Views), cast = [.. votes.Where(vote => !vote.Abstains)];
        Assert.Contains(cast, vote => vote.Direction > 0);
        Assert.Contains(cast, vote => vote.Direction < 0);
        Assert.InRange(cast.Length, votes.Length / 50, votes.Length * 2 / 3);
        Assert.True(cast.Select(vote => vote.Confidence).Distinct().Count() >= 5, "confidence hardly varies");
        Assert.Equal("below-20-symbols", votes[0].Reason);
    }

    private static (MarketView[], UniverseState, double[][]) Run()
    {
        Reference sheet = Reference.Sheet("daily/ETF23_close_matrix_2008-2016");
        double[][] closes = [.. s_funds.Select(fund => sheet.Column(fund).Values)];
        SymbolState[] states = [.. s_funds.Select(fund => new SymbolState(fund, TimeSpan.FromDays(1), IndicatorSet.Shipped))];
        var universe = new UniverseState();
        var views = new List<MarketView>();
        var columns = new double[IndicatorCatalog.Universe.Columns.Count];
        for (int t = 0; t < closes[0].Length; t++)
        {
            var rows = new UniverseRow[states.Length];
            for (int i = 0; i < states.Length; i++)
            {
                double close = closes[i][t];
                if (t > 0)
                    universe.Of(s_funds[i]).CopyTo(columns);
                MarketView view = states[i].Add(new Bar(DateTime.UnixEpoch.AddDays(t), close, close, close, close, 0), t > 0 ? columns : default);
                views.Add(view);
                rows[i] = UniverseRow.Of(s_funds[i], states[i].Window, view[Column.Named("sma_50")]);
            }
            universe.Close(DateTime.UnixEpoch.AddDays(t), rows);
        }
        return ([.. views], universe, closes);
    }
}
