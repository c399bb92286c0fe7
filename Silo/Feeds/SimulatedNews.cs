using System.ComponentModel.DataAnnotations;
using System.Globalization;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Sentiment;

namespace GoldenSignals.Silo.Feeds;

/// <summary>The simulator's headlines, messages and earnings. They know nothing of the simulated prices, so nothing can be earned by them.</summary>
/// <remarks>
/// What happens in a minute depends on the options, the symbol and that minute alone: any stretch of time can be asked for, in any slices.
/// A symbol has a mood for a day (good, bad or none), which three of four items share; now and then an hour brings twenty times the items.
/// Earnings come every 91 days at 21:05 UTC, on the symbol's own day. Only exactly rounded operations are used, as in <see cref="SimulatedMarket"/>.
/// </remarks>
public sealed class SimulatedNews(SimulatedNews.Options options)
{
    public sealed record Options
    {
        /// <summary>The same seed gives the same news. Any number, default 1.</summary>
        public ulong Seed { get; init; } = 1;
        /// <summary>Headlines of a symbol, apart from bursts. A day, 0…1440, default 6.</summary>
        [Range(0.0, 1440.0)] public double HeadlinesPerDay { get; init; } = 6;
        /// <summary>Messages of the crowd about a symbol, apart from bursts. A day, 0…1440, default 24.</summary>
        [Range(0.0, 1440.0)] public double MessagesPerDay { get; init; } = 24;
    }

    private const int MinutesPerDay = 1440, QuarterDays = 91, ReportMinute = 21 * 60 + 5;
    private const double BurstShare = 1.0 / 200, BurstFactor = 20, MoodShare = 0.75, OwnStance = 0.5;

    // By mood: good, bad, none.
    private static readonly string[][] s_headlines =
    [
        ["{0} beats estimates and raises guidance", "{0} shares surge on strong demand", "{0} wins approval for new product", "Analysts upgrade {0} on robust growth",
            "{0} posts record profit", "{0} announces share buyback and higher dividend"],
        ["{0} misses estimates, cuts guidance", "{0} shares plunge after weak results", "{0} faces fraud investigation", "Analysts downgrade {0} as losses widen",
            "{0} issues profit warning", "{0} announces layoffs as sales slump"],
        ["{0} to hold annual meeting next month", "{0} names new head of its Zurich office", "{0} to present at industry conference", "What to know about {0} this week"],
    ];

    private static readonly string[][] s_messages =
    [
        ["{0} looking strong, buying more!", "Love this breakout on {0}", "Great quarter, {0} to the moon!!"],
        ["{0} is a disaster, selling everything", "Terrible chart on {0}, going short", "{0} will crash, I am worried"],
        ["Anyone following {0} today?", "{0} volume at noon", "When does {0} report?"],
    ];

    /// <summary>Everything about a symbol with from ≤ time &lt; until, in time order.</summary>
    public IEnumerable<SymbolInput> Between(string symbol, DateTime fromUtc, DateTime untilUtc)
    {
        string earnings = "earnings " + symbol, moods = "mood " + symbol, bursts = "burst " + symbol, social = "social " + symbol;
        long reportDay = (long)(SplitMix.For(options.Seed, earnings).Next() % QuarterDays);
        for (long minute = fromUtc.Ticks / TimeSpan.TicksPerMinute; minute * TimeSpan.TicksPerMinute < untilUtc.Ticks; minute++)
        {
            long day = minute / MinutesPerDay;
            int mood = (int)(At(moods, day).Next() % 3);
            double factor = At(bursts, minute / 60).NextUniform() < BurstShare ? BurstFactor : 1;
            SymbolInput? headline = Item(symbol, symbol, NewsChannel.News, minute, mood, factor * options.HeadlinesPerDay / MinutesPerDay);
            SymbolInput? message = Item(social, symbol, NewsChannel.Social, minute, mood, factor * options.MessagesPerDay / MinutesPerDay);
            SymbolInput? report = minute % MinutesPerDay == ReportMinute && day % QuarterDays == reportDay ? Report(earnings, symbol, minute) : null;
            SymbolInput? first = report;                            // on the minute; the others come within it
            (SymbolInput? second, SymbolInput? third) = headline?.TimeUtc > message?.TimeUtc ? (message, headline) : (headline, message);
            if (first is not null && IsWithin(first))
                yield return first;
            if (second is not null && IsWithin(second))
                yield return second;
            if (third is not null && IsWithin(third))
                yield return third;
        }

        bool IsWithin(SymbolInput input) => input.TimeUtc >= fromUtc && input.TimeUtc < untilUtc;
    }

    private NewsItem? Item(string stream, string symbol, NewsChannel channel, long minute, int mood, double share)
    {
        SplitMix random = At(stream, minute);
        if (random.NextUniform() >= share)
            return null;
        if (random.NextUniform() >= MoodShare)
            mood = (int)(random.Next() % 3);
        string[] templates = (channel == NewsChannel.News ? s_headlines : s_messages)[mood];
        string text = string.Format(CultureInfo.InvariantCulture, templates[random.Next() % (ulong)templates.Length], symbol);
        long within = (long)(random.Next() % (ulong)TimeSpan.TicksPerMinute);
        Stance stance = channel == NewsChannel.News || mood == 2 || random.NextUniform() >= OwnStance ? Stance.None : mood == 0 ? Stance.Bullish : Stance.Bearish;
        return new NewsItem(symbol, Time(minute, within), text, "sim", channel, stance,
            string.Create(CultureInfo.InvariantCulture, $"{(channel == NewsChannel.News ? 'n' : 's')}{symbol}-{minute}"));
    }

    private EarningsReport Report(string stream, string symbol, long minute)
    {
        SplitMix own = SplitMix.For(options.Seed, stream), random = At(stream, minute);
        own.Next();
        double usual = 0.5 + 2.5 * own.NextUniform(), dispersion = Cents(0.02 + 0.08 * usual * own.NextUniform());
        double expected = Cents(usual * (0.9 + 0.2 * random.NextUniform()));
        return new EarningsReport(symbol, Time(minute, 0), Cents(expected + dispersion * 1.5 * random.NextNormal()), expected, dispersion);
    }

    private SplitMix At(string stream, long moment) => SplitMix.For(SplitMix.Mix(options.Seed) + (ulong)moment, stream);

    private static double Cents(double value) => Math.Round(value * 100) / 100;

    private static DateTime Time(long minute, long within) => new(minute * TimeSpan.TicksPerMinute + within, DateTimeKind.Utc);
}
