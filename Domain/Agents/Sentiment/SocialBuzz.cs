using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Sentiment;

/// <summary>Follows the crowd's messages: the share of bulls, shrunk to a prior, with more confidence while the crowd is loud.</summary>
/// <remarks><code>
/// R = (bulls + PriorMessages·Prior) / (bulls + bears + PriorMessages)      0…1;  counts with a half-life of 24 h
/// buy   R &gt; Prior + Band;  sell   R &lt; Prior − Band
/// confidence = min(1, (|R − Prior| − Band) / (Full − Band)) · (½ + ½·clamp(z / LoudVelocity, 0, 1))
/// </code>z: messages of the last hour against 30 days of hours. The source counts bulls and bears and finds that their number tells of volume and
/// volatility, and little of returns; shrinkage, bands and strengths are ours. Not scored on real prices: there is no record of dated
/// messages at hand. Value: R; limit: Prior ± Band.</remarks>
[Agent("social-buzz", AgentKind.Sentiment,
    Source = "Antweiler and Frank, Is All That Talk Just Noise? The Information Content of Internet Stock Message Boards (2004)")]
public sealed class SocialBuzzAgent(SocialBuzzAgent.Options options) : IAgent
{
    private static readonly Column Bulls = Column.Named("social_bulls_24h");
    private static readonly Column Bears = Column.Named("social_bears_24h");
    private static readonly Column Velocity = Column.Named("social_velocity_1h_30d");

    public sealed record Options
    {
        /// <summary>Share of bulls that says nothing; boards lean to the bulls, so 0.5 to 0.8 are in use. Share, 0.2…0.8, default 0.5.</summary>
        [Range(0.2, 0.8)] public double Prior { get; init; } = 0.5;

        /// <summary>Messages that the prior is worth. Messages, 0.1…1000, default 10.</summary>
        [Range(0.1, 1000.0)] public double PriorMessages { get; init; } = 10;

        /// <summary>Distance from the prior beyond which it votes. Share, 0…0.1, default 0.05.</summary>
        [Range(0.0, 0.1)] public double Band { get; init; } = 0.05;

        /// <summary>Distance from the prior of full confidence. Share, 0.11…0.8, default 0.3.</summary>
        [Range(0.11, 0.8)] public double Full { get; init; } = 0.3;

        /// <summary>Velocity at which the crowd is as loud as can be. z, 0.5…50, default 3.</summary>
        [Range(0.5, 50.0)] public double LoudVelocity { get; init; } = 3;

        /// <summary>Bulls and bears together below which there is no crowd. Messages with a half-life of 24 h, 0.01…1000, default 1.</summary>
        [Range(0.01, 1000.0)] public double LeastMessages { get; init; } = 1;
    }

    public Vote Evaluate(in MarketView view)
    {
        double bulls = view[Bulls], bears = view[Bears], velocity = view[Velocity];
        if (!(bulls >= 0 && bears >= 0 && bulls + bears >= options.LeastMessages))
            return Vote.Abstain("no-messages");
        if (double.IsNaN(velocity))
            return Vote.Abstain("insufficient-history");

        double ratio = (bulls + options.PriorMessages * options.Prior) / (bulls + bears + options.PriorMessages);
        double distance = ratio - options.Prior;
        double limit = options.Prior + Math.CopySign(options.Band, distance);
        double depth = Math.Min(1, (Math.Abs(distance) - options.Band) / (options.Full - options.Band));
        double loudness = 0.5 + 0.5 * Math.Clamp(velocity / options.LoudVelocity, 0, 1);
        return depth > 0
            ? Vote.Toward(Math.Sign(distance), depth * loudness, distance > 0 ? "crowd-bullish" : "crowd-bearish", ratio, limit)
            : Vote.Abstain("crowd-divided", ratio, limit);
    }
}
