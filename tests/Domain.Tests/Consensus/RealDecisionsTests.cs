using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Consensus;

/// <summary>Everything that ships, over real bars.</summary>
public class RealDecisionsTests
{
    private const int WarmUp = 300;
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1), s_minute = TimeSpan.FromMinutes(1);

    private static Bar[] Msft => Reference.Sheet("daily/MSFT_1d_1990-2022").Bars();
    private static Bar[] Spy => Reference.Sheet("minute/SPY_1m_20201215-20201218").Bars();

    [SharedDataFact]
    public void A_year_of_daily_bars_seldom_passes_without_buy_sell_and_hold()
    {
        Decision[][] years = [.. Digests.Decisions("MSFT", Msft, s_day).Skip(WarmUp).Chunk(252).Where(year => year.Length == 252)];
        Assert.Equal(30, years.Length);
        Assert.All(years, year => Assert.InRange(year.Count(decision => decision.Action != SignalAction.Hold), 10, 240));
        Assert.InRange(years.Count(year => year.Select(decision => decision.Action).Distinct().Count() == 3), 27, 30);
    }

    [SharedDataFact]
    public void Days_of_minutes_have_all_three_actions() =>
        Assert.Equal(3, Digests.Decisions("SPY", Spy, s_minute).Select(decision => decision.Action).Distinct().Count());

    [SharedDataFact]
    public void Every_number_is_in_its_range_at_every_bar()
    {
        foreach (Decision decision in Digests.Decisions("MSFT", Msft, s_day).Concat(Digests.Decisions("SPY", Spy, s_minute)))
        {
            Assert.InRange(decision.Score, -1, 1);
            Assert.InRange(decision.Confidence, 0, 1);
            Assert.InRange(decision.Scale, 0, 1);
            Assert.Equal(decision.Score, decision.Contributions().Aggregate(0.0, (sum, part) => sum + part));
            Assert.DoesNotContain(decision.Votes, vote => vote.Reason == Domain.Agents.AgentPanel.FaultReason);
            if (decision.Position is { } position)
                Assert.InRange(position.ProjectedLossFraction, 0, 0.02);
        }
    }

    /// <summary>Stated against realised, from the moment on that the symbol's own record counts.</summary>
    [SharedDataTheory]
    [InlineData(ScoringMethod.Weighted)]
    [InlineData(ScoringMethod.LogOddsPool)]
    [InlineData(ScoringMethod.Hedge)]
    public void Confidence_comes_true_about_as_often_as_it_says(ScoringMethod method)
    {
        string[] files = ["BTCUSDT_1d_2017-2021", "EURUSD_oanda_1d", "GOOG_1d_2004-2013", "MSFT_1d_1990-2022", "NVDA_1d_1999-2014", "ORCL_1d_1995-2014", "SPX_1d_1990-2022"];
        var model = new DecisionModel(new() { Method = method });
        int horizon = model.Consensus.HorizonBars;
        var told = new List<(double Stated, double Claimed, double Right)>();
        foreach (string file in files)
        {
            Bar[] bars = Reference.Sheet($"daily/{file}").Bars();
            Decision[] decisions = [.. Digests.Decisions(file, bars, s_day, model)];
            int counted = 0;
            for (int i = 0; i + horizon < bars.Length; i++)
            {
                if (decisions[i].Reason == DecisionReason.BelowQuorum || decisions[i].Score == 0 || ++counted <= 200 + horizon)
                    continue;
                double move = (bars[i + horizon].Close - bars[i + 1].Open) * decisions[i].Score;
                double claimed = 0.5 + 0.5 * Math.Min(1, Math.Abs(decisions[i].Score) / 0.5);
                told.Add((decisions[i].Confidence, claimed, move > 0 ? 1 : move == 0 ? 0.5 : 0));
            }
        }
        Assert.True(told.Count > 15_000);
        double brier = told.Average(one => (one.Stated - one.Right) * (one.Stated - one.Right));
        double claim = told.Average(one => (one.Claimed - one.Right) * (one.Claimed - one.Right));
        double gap = told.GroupBy(one => (int)(one.Stated * 20)).Sum(bin => Math.Abs(bin.Sum(one => one.Stated - one.Right))) / told.Count;
        Assert.InRange(brier, 0, 0.2495);                                    // a coin's is 0.25
        Assert.True(claim > brier + 0.001, $"what the score claims is as good: {claim} against {brier}");
        Assert.InRange(gap, 0, 0.03);
    }

    [SharedDataFact]
    public void Decisions_are_the_same_in_every_run_and_whatever_is_decided_beside_them()
    {
        Decision[] alone = [.. Digests.Decisions("SPY", Spy, s_minute)];
        var beside = new List<Decision>();
        var model = new DecisionModel();
        foreach ((Decision spy, Decision _) in Digests.Decisions("SPY", Spy, s_minute, model).Zip(Digests.Decisions("MSFT", Msft, s_day, model)))
            beside.Add(spy);
        Assert.Equal(Digests.Of(alone), Digests.Of(beside));
    }

    [SharedDataFact]
    public void Ids_are_unique_and_name_the_model()
    {
        string[] ids = [.. Digests.Decisions("SPY", Spy, s_minute).Select(decision => decision.Id)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(ids, id => Assert.EndsWith($":{new DecisionModel().Version}", id));
    }
}
