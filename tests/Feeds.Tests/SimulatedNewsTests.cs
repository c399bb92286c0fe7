using System.Globalization;
using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Sentiment;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.Feeds.Tests;

public class SimulatedNewsTests
{
    private static readonly DateTime s_start = new(2024, 1, 2, 14, 30, 0, DateTimeKind.Utc);

    private static SymbolInput[] Days(double days, string symbol = "TEC001", SimulatedNews.Options? options = null) =>
        [.. new SimulatedNews(options ?? new()).Between(symbol, s_start, s_start.AddDays(days))];

    [Fact]
    public void The_same_seed_gives_this_news_on_every_machine()
    {
        ulong hash = 14695981039346656037;
        SymbolInput[] all = Days(200);
        foreach (SymbolInput input in all)
            foreach (char c in Text(input))
                hash = (hash ^ c) * 1099511628211;
        Assert.Equal((6980, 13494566998815421635UL), (all.Length, hash));
    }

    private static string Text(SymbolInput input) => input is NewsItem item
        ? string.Create(CultureInfo.InvariantCulture, $"{item.Symbol} {item.TimeUtc.Ticks} {item.Headline} {item.Source} {item.Channel} {item.Stance} {item.Id}")
        : input is EarningsReport report
            ? string.Create(CultureInfo.InvariantCulture, $"{report.Symbol} {report.TimeUtc.Ticks} {report.ActualEps:R} {report.ExpectedEps:R} {report.Dispersion:R}")
            : "";

    [Fact]
    public void Another_seed_or_symbol_gives_other_news()
    {
        Assert.NotEqual(Days(5), Days(5, options: new() { Seed = 2 }));
        Assert.NotEqual(Days(5).Select(input => input.TimeUtc), Days(5, "FIN001").Select(input => input.TimeUtc));
    }

    [Fact]
    public void Slices_of_time_change_nothing()
    {
        var news = new SimulatedNews(new());
        var sliced = new List<SymbolInput>();
        for (DateTime from = s_start; from < s_start.AddDays(100); from = from.AddSeconds(7919.77))
            sliced.AddRange(news.Between("TEC001", from, new(Math.Min(from.AddSeconds(7919.77).Ticks, s_start.AddDays(100).Ticks), DateTimeKind.Utc)));
        Assert.Equal(Days(100), sliced);
    }

    [Fact]
    public void Everything_is_valid_and_in_time_order_and_no_id_stands_twice()
    {
        SymbolInput[] all = Days(200);
        Assert.All(all, input => Assert.Null(input.Refusal()));
        Assert.All(all, input => Assert.Equal("TEC001", input.Symbol));
        Assert.Equal(all.Select(input => input.TimeUtc).Order(), all.Select(input => input.TimeUtc));
        string[] ids = [.. all.OfType<NewsItem>().Select(item => item.Id)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void Good_bad_and_neutral_items_read_so()
    {
        NewsItem[] items = [.. Days(300).OfType<NewsItem>()];
        var byText = items.GroupBy(item => item.Headline).ToDictionary(group => group.Key, group => ToneScorer.Default.Score(group.Key));
        Assert.Equal(25, byText.Count);
        Assert.Equal((9, 9, 7), (byText.Values.Count(tone => tone >= 0.2), byText.Values.Count(tone => tone <= -0.2), byText.Values.Count(tone => tone == 0)));
        Assert.All(items.Where(item => item.Stance != Stance.None), item =>
            Assert.Equal(item.Stance == Stance.Bullish, ToneScorer.Default.Score(item.Headline) > 0));
        Assert.DoesNotContain(items, item => item.Channel == NewsChannel.News && item.Stance != Stance.None);
    }

    [Fact]
    public void Rates_are_as_asked_apart_from_bursts()
    {
        double days = 400, bursts = 1 + 19 / 200.0;                 // an hour of 200 has twenty times the items
        NewsItem[] items = [.. Days(days).OfType<NewsItem>()];
        Assert.InRange(items.Count(item => item.Channel == NewsChannel.News) / days / bursts, 5.3, 6.7);
        Assert.InRange(items.Count(item => item.Channel == NewsChannel.Social) / days / bursts, 22, 26);
        Assert.Contains(items.GroupBy(item => item.TimeUtc.Ticks / TimeSpan.TicksPerHour), hour => hour.Count() > 15);
        Assert.All(Days(200, options: new() { HeadlinesPerDay = 0, MessagesPerDay = 0 }), input => Assert.IsType<EarningsReport>(input));
    }

    [Fact]
    public void Every_agent_of_sentiment_votes_both_ways_on_it_and_a_burst_without_a_tone_holds_back()
    {
        var state = new SymbolState("TEC001", TimeSpan.FromHours(1), IndicatorSet.Shipped);
        var news = new SimulatedNews(new());
        var panel = new AgentPanel();
        var votes = new Dictionary<string, List<Vote>>();
        for (DateTime open = s_start; open < s_start.AddDays(365); open = open.AddHours(1))
        {
            foreach (SymbolInput input in news.Between("TEC001", open, open.AddHours(1)))
                state.Add(input);
            MarketView view = state.Add(new Bar(open, 100, 101, 99, 100, 1000));
            foreach (int agent in panel.OfKind(AgentKind.Sentiment))
                (votes.TryGetValue(panel.Descriptors[agent].Id, out var list) ? list : votes[panel.Descriptors[agent].Id] = []).Add(panel.Evaluate(agent, view));
        }
        Assert.Equal(["earnings-drift", "news-tone", "news-velocity", "social-buzz"], votes.Keys.Order());
        foreach (var (id, cast) in votes)
        {
            Assert.Contains(cast, vote => vote.Direction > 0 && !vote.Abstains);
            Assert.Contains(cast, vote => vote.Direction < 0 && !vote.Abstains);
            Assert.Contains(cast, vote => vote.Abstains);
            Assert.True(cast.Where(vote => !vote.Abstains).Select(vote => vote.Confidence).Distinct().Count() > 10, $"{id}: confidence hardly varies");
        }
        Assert.Contains(votes["news-velocity"], vote => vote is { Scale: < 1, Abstains: true });
        Assert.All(panel.Faults.ToArray(), faults => Assert.Equal(0, faults));
    }

    [Fact]
    public void Earnings_come_every_quarter_and_surprise_both_ways()
    {
        EarningsReport[] reports = [.. Days(91 * 20).OfType<EarningsReport>()];
        Assert.Equal(20, reports.Length);
        Assert.All(reports.Zip(reports.Skip(1)), pair => Assert.Equal(TimeSpan.FromDays(91), pair.Second.TimeUtc - pair.First.TimeUtc));
        Assert.Contains(reports, report => report.Surprise > 0);
        Assert.Contains(reports, report => report.Surprise < 0);
        Assert.All(reports, report => Assert.Equal(new TimeSpan(21, 5, 0), report.TimeUtc.TimeOfDay));
    }
}
