using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Sentiment;

/// <summary>Follows the tone of the headlines, whose weight halves every 24 hours.</summary>
/// <remarks><code>
/// T = tone of the headlines, -1…1;  W = their weight, a headline of now being 1
/// buy   T &gt; Neutral;  sell   T &lt; −Neutral
/// confidence = min(1, (|T| − Neutral) / (Full − Neutral)) · W / (W + PriorItems)
/// </code>0.05 is the published bound of a neutral text; that few or old headlines say little is ours. Not scored on real prices: there is no
/// record of dated headlines at hand. Value: T; limit: ±Neutral.</remarks>
[Agent("news-tone", AgentKind.Sentiment, Source = "Hutto and Gilbert, VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social Media Text (2014)")]
public sealed class NewsToneAgent(NewsToneAgent.Options options) : IAgent
{
    private static readonly Column Tone = Column.Named("news_tone_24h");
    private static readonly Column Weight = Column.Named("news_weight_24h");

    public sealed record Options
    {
        /// <summary>Tone beyond which it votes. Tone, 0…0.2, default 0.05.</summary>
        [Range(0.0, 0.2)] public double Neutral { get; init; } = 0.05;

        /// <summary>Tone of full confidence. Tone, 0.21…1, default 0.5.</summary>
        [Range(0.21, 1.0)] public double Full { get; init; } = 0.5;

        /// <summary>Weight at which confidence is half of what the tone gives. Headlines, 0…50, default 2.</summary>
        [Range(0.0, 50.0)] public double PriorItems { get; init; } = 2;

        /// <summary>Weight below which there is no news: 0.1 is one headline 80 hours ago. Headlines, 0.001…10, default 0.1.</summary>
        [Range(0.001, 10.0)] public double LeastWeight { get; init; } = 0.1;
    }

    public Vote Evaluate(in MarketView view)
    {
        double tone = view[Tone], weight = view[Weight];
        if (double.IsNaN(tone) || !(weight >= options.LeastWeight))
            return Vote.Abstain("no-news");

        double limit = Math.CopySign(options.Neutral, tone);
        double depth = Math.Min(1, (Math.Abs(tone) - options.Neutral) / (options.Full - options.Neutral));
        return depth > 0
            ? Vote.Toward(Math.Sign(tone), depth * weight / (weight + options.PriorItems), tone > 0 ? "good-news" : "bad-news", tone, limit)
            : Vote.Abstain("news-neutral", tone, limit);
    }
}
