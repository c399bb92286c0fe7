using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Sentiment;

namespace GoldenSignals.Domain.Tests.Sentiment;

public class NewsColumnsTests
{
    private const int Tone = 0, Weight = 1, Velocity = 2, Bulls = 3, Bears = 4, SocialVelocity = 5;

    private static readonly DateTime s_now = new(2024, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private static NewsItem News(double hoursAgo, double tone, string id = "", string source = "wire") =>
        new("MSFT", s_now.AddHours(-hoursAgo), "Any words", source, Id: id, Tone: tone);

    private static NewsItem Social(double hoursAgo, double tone, Stance stance = Stance.None) =>
        new("MSFT", s_now.AddHours(-hoursAgo), "Any words", "board", NewsChannel.Social, stance, Tone: tone);

    private static double[] Values(DateTime closeUtc, params NewsItem[] items) => Values(new NewsColumns(), closeUtc, items);

    private static double[] Values(NewsColumns columns, DateTime closeUtc, params NewsItem[] items)
    {
        SideState state = columns.Start();
        foreach (NewsItem item in items)
            state.Take(item);
        double[] values = [.. columns.Columns.Select(_ => double.NaN)];
        state.Write(new Bar(closeUtc.AddMinutes(-1), 1, 1, 1, 1, 1), closeUtc, values);
        return values;
    }

    [Fact]
    public void A_headline_weighs_half_after_24_hours()
    {
        double[] values = Values(s_now, News(24, 0.8), News(0, -0.1));
        Assert.Equal(1.5, values[Weight], 12);
        Assert.Equal((0.4 - 0.1) / 1.5, values[Tone], 12);
    }

    [Fact]
    public void The_weight_fades_with_time_and_the_tone_stays()
    {
        double[] values = Values(s_now.AddHours(72), News(0, 0.8));
        Assert.Equal(0.125, values[Weight], 12);
        Assert.Equal(0.8, values[Tone], 12);
    }

    [Fact]
    public void What_comes_late_weighs_by_its_own_time()
    {
        double[] inOrder = Values(s_now, News(30, 0.9), News(5, 0.2), News(1, -0.4)), late = Values(s_now, News(1, -0.4), News(30, 0.9), News(5, 0.2));
        Assert.Equal(inOrder[Tone], late[Tone], 12);
        Assert.Equal(inOrder[Weight], late[Weight], 12);
    }

    [Fact]
    public void Nothing_is_known_of_a_channel_without_items()
    {
        Assert.All(Values(s_now, News(1, 0.5))[Bulls..], value => Assert.True(double.IsNaN(value)));
        Assert.All(Values(s_now, Social(1, 0.5))[..Bulls], value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void A_message_counts_by_its_label_and_without_one_by_its_tone()
    {
        double[] values = Values(s_now, Social(0, -0.9, Stance.Bullish), Social(0, 0.05), Social(24, 0.049), Social(24, -0.05), Social(0, 0.9, Stance.Bearish));
        Assert.Equal((2, 1.5), (values[Bulls], values[Bears]));
    }

    [Fact]
    public void The_same_item_has_the_same_identity_and_others_have_not()
    {
        Assert.Equal(News(0, 1, "a").Identity, News(5, 0.2, "a").Identity);
        Assert.Equal(News(0, 1).Identity, News(0, 0.2).Identity);
        NewsItem[] different = [News(0, 1, "a"), News(0, 1, "b"), News(0, 1, "a", "other"), News(0, 1), News(1, 1), News(0, 1, "", "other"),
            Social(0, 1), News(0, 1) with { Headline = "Other words" }, News(0, 1, "a") with { Channel = NewsChannel.Social }];
        Assert.Equal(different.Length, different.Select(item => item.Identity).Distinct().Count());
    }

    [Fact]
    public void Counts_of_the_channels_are_apart()
    {
        NewsItem[] items = [.. Enumerable.Range(0, 12).Select(i => News(0.5, 0)), Social(0.5, 0)];
        double[] values = Values(s_now, [News(700, 0), Social(700, 0), .. items]);
        Assert.Equal(12 - 1 / 700.0, values[Velocity], 2);
        Assert.Equal(1 - 1 / 700.0, values[SocialVelocity], 2);
    }

    [Fact]
    public void An_unscored_item_is_scored_with_the_lexicon_in_force_and_a_scored_one_is_not_again()
    {
        var opposite = new ToneScorer(new Lexicon("opposite", [new("good", new LexiconEntry(-2))]));
        var item = new NewsItem("MSFT", s_now, "good");
        Assert.True(Values(s_now, item)[Tone] > 0);
        Assert.Equal(opposite.Score("good"), Values(new NewsColumns(opposite), s_now, item)[Tone], 12);
        Assert.Equal(ToneScorer.Default.Score("good"), Values(new NewsColumns(opposite), s_now, item.Scored(ToneScorer.Default))[Tone], 12);
    }

    [Theory]
    [InlineData("headline-missing", " ", "", "", 0)]
    [InlineData("source-too-long", "x", "long", "", 0)]
    [InlineData("id-too-long", "x", "", "long", 0)]
    [InlineData("tone-out-of-range", "x", "", "", 1.01)]
    [InlineData(null, "x", "", "", double.NaN)]
    [InlineData(null, "x", "s", "i", -1)]
    public void An_item_that_cannot_be_is_refused(string? refusal, string headline, string source, string id, double tone)
    {
        static string Name(string name) => name == "long" ? new string('x', NewsItem.LongestName + 1) : name;
        Assert.Equal(refusal, new NewsItem("MSFT", s_now, headline, Name(source), Id: Name(id), Tone: tone).Refusal());
    }

    [Fact]
    public void A_text_beyond_all_measure_and_unknown_labels_are_refused()
    {
        Assert.Equal("headline-too-long", new NewsItem("MSFT", s_now, new string('x', NewsItem.LongestHeadline + 1)).Refusal());
        Assert.Equal("unknown-channel", new NewsItem("MSFT", s_now, "x", Channel: (NewsChannel)7).Refusal());
        Assert.Equal("unknown-stance", new NewsItem("MSFT", s_now, "x", Stance: (Stance)7).Refusal());
    }

    [Fact]
    public void A_symbol_sees_a_headline_at_the_first_bar_that_ends_at_or_after_it()
    {
        var state = new SymbolState("MSFT", TimeSpan.FromMinutes(1), IndicatorSet.Shipped);
        Column tone = Column.Named("news_tone_24h");
        state.Add(News(0, 0.6));
        Assert.Equal(double.NaN, state.Add(new Bar(s_now.AddMinutes(-2), 1, 1, 1, 1, 1))[tone]);
        Assert.Equal(0.6, state.Add(new Bar(s_now.AddMinutes(-1), 1, 1, 1, 1, 1))[tone], 12);
    }
}
