using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents;

/// <summary>The views that a symbol makes of its bars: a fold over the shipped indicators.</summary>
internal static class Views
{
    private static readonly Lazy<MarketView[]> s_msft = new(() => Of(Reference.Sheet("daily/MSFT_1d_1990-2022").Bars(), TimeSpan.FromDays(1)));

    /// <summary>Daily Microsoft, 1990 to 2022. Needs the shared data.</summary>
    public static MarketView[] Msft => s_msft.Value;

    public static MarketView[] Of(ReadOnlySpan<Bar> bars, TimeSpan? interval = null)
    {
        var state = new SymbolState("TEST", interval ?? TimeSpan.FromMinutes(1), IndicatorSet.Shipped);
        var views = new MarketView[bars.Length];
        for (int i = 0; i < bars.Length; i++)
            views[i] = state.Add(bars[i]);
        return views;
    }

    /// <summary>The same with a number in every column that does not come from bars: between −3 and 3, another at each bar.</summary>
    public static MarketView[] WithSides(ReadOnlySpan<Bar> bars)
    {
        MarketView[] views = Of(bars);
        var random = new Random(5);
        double[] previous = [];
        for (int i = 0; i < views.Length; i++)
        {
            double[] values = [.. views[i].Values];
            for (int column = IndicatorCatalog.FirstSideColumn; column < values.Length; column++)
                values[column] = 6 * random.NextDouble() - 3;
            views[i] = new MarketView(views[i].Symbol, views[i].Interval, views[i].Bar, views[i].BarNumber, values, previous);
            previous = values;
        }
        return views;
    }

    public static Vote[] Votes(this IAgent agent, ReadOnlySpan<MarketView> views)
    {
        var votes = new Vote[views.Length];
        for (int i = 0; i < votes.Length; i++)
            votes[i] = agent.Evaluate(views[i]);
        return votes;
    }

    /// <summary>An agent on its defaults votes each way on real bars, and not at every bar; its numbers come with the vote.</summary>
    public static void AssertSpeaksBothWaysOnMsft(IAgent agent)
    {
        Vote[] votes = agent.Votes(Msft), cast = [.. votes.Where(vote => !vote.Abstains)];
        Assert.Contains(cast, vote => vote.Direction > 0);
        Assert.Contains(cast, vote => vote.Direction < 0);
        Assert.Contains(votes, vote => vote.Abstains && vote.Reason != Vote.WarmingUp.Reason);
        Assert.All(cast, vote => Assert.True(double.IsFinite(vote.Value) && double.IsFinite(vote.Limit), vote.Reason));
        Assert.True(cast.Select(vote => vote.Confidence).Distinct().Count() > 10, "confidence hardly varies");
    }
}
