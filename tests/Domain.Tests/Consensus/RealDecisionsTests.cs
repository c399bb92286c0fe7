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
