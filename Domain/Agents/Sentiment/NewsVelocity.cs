using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Sentiment;

/// <summary>Follows the tone of a burst of headlines, the more the larger the burst; a burst without a tone is a gate that shrinks the score.</summary>
/// <remarks><code>
/// z = headlines of the last hour against 30 days of hours;  T = tone of the headlines, half-life 24 h, -1…1
/// below Burst        abstains
/// |T| &gt; Neutral      votes sign(T), confidence = min(1, |T| / FullTone) · min(1, z / FullBurst)
/// else               gate: scale = 1 − (1 − LeastScale)·min(1, (z − Burst) / (FullBurst − Burst))
/// </code>Something happens and its sign is not known: less is staked. Thresholds are ours, in the spirit of the source, in which days of much
/// news move prices. Not scored on real prices: there is no record of dated headlines at hand. Value: z; limit: Burst.</remarks>
[Agent("news-velocity", AgentKind.Sentiment, Scales = true,
    Source = "Mitchell and Mulherin, The Impact of Public Information on the Stock Market (1994)")]
public sealed class NewsVelocityAgent(NewsVelocityAgent.Options options) : IAgent
{
    private static readonly Column Velocity = Column.Named("news_velocity_1h_30d");
    private static readonly Column Tone = Column.Named("news_tone_24h");

    public sealed record Options
    {
        /// <summary>Velocity from which it speaks. z, 0.5…5, default 2.</summary>
        [Range(0.5, 5.0)] public double Burst { get; init; } = 2;

        /// <summary>Velocity of full strength. z, 5.1…50, default 6.</summary>
        [Range(5.1, 50.0)] public double FullBurst { get; init; } = 6;

        /// <summary>Tone up to which a burst has no direction. Tone, 0…0.2, default 0.05.</summary>
        [Range(0.0, 0.2)] public double Neutral { get; init; } = 0.05;

        /// <summary>Tone of full confidence. Tone, 0.21…1, default 0.5.</summary>
        [Range(0.21, 1.0)] public double FullTone { get; init; } = 0.5;

        /// <summary>Scale in a burst of full strength without a tone. Share, 0…1, default 0.5.</summary>
        [Range(0.0, 1.0)] public double LeastScale { get; init; } = 0.5;
    }

    public Vote Evaluate(in MarketView view)
    {
        double velocity = view[Velocity], tone = view[Tone];
        if (double.IsNaN(tone))
            return Vote.Abstain("no-news");
        if (double.IsNaN(velocity))
            return Vote.Abstain("insufficient-history");
        if (velocity < options.Burst)
            return Vote.Abstain("velocity-usual", velocity, options.Burst);

        double size = Math.Abs(tone);
        if (size > options.Neutral)
            return Vote.Toward(Math.Sign(tone), Math.Min(1, size / options.FullTone) * Math.Min(1, velocity / options.FullBurst),
                tone > 0 ? "good-news-burst" : "bad-news-burst", velocity, options.Burst);

        double depth = Math.Min(1, (velocity - options.Burst) / (options.FullBurst - options.Burst));
        return Vote.Gate(1 - (1 - options.LeastScale) * depth, "burst-without-tone", velocity, options.Burst);
    }
}
