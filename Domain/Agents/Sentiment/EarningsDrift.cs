using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Sentiment;

/// <summary>Follows an earnings surprise for 60 days, as prices have drifted on in its direction.</summary>
/// <remarks><code>
/// SUE = (actual − expected) / deviation of the surprises
/// buy   SUE &gt; Threshold;  sell   SUE &lt; −Threshold;  while the report is at most Days old
/// confidence = min(1, (|SUE| − Threshold) / (Full − Threshold)) · (1 − age / (2·Days))
/// </code>The source finds most of the drift within 60 trading days and more of it early; here days are calendar days, and the fading to a half is
/// ours. Not scored on real prices: there is no calendar of earnings at hand. Value: SUE; limit: ±Threshold.</remarks>
[Agent("earnings-drift", AgentKind.Sentiment,
    Source = "Bernard and Thomas, Post-Earnings-Announcement Drift: Delayed Price Response or Risk Premium? (1989)")]
public sealed class EarningsDriftAgent(EarningsDriftAgent.Options options) : IAgent
{
    private static readonly Column Surprise = Column.Named("earnings_sue");
    private static readonly Column Age = Column.Named("earnings_age_days");

    public sealed record Options
    {
        /// <summary>Surprise beyond which it votes. Deviations, 0…1, default 0.25.</summary>
        [Range(0.0, 1.0)] public double Threshold { get; init; } = 0.25;

        /// <summary>Surprise of full confidence. Deviations, 1.1…10, default 2.</summary>
        [Range(1.1, 10.0)] public double Full { get; init; } = 2;

        /// <summary>How long it follows. Days of 24 hours, 1…120, default 60.</summary>
        [Range(1.0, 120.0)] public double Days { get; init; } = 60;
    }

    public Vote Evaluate(in MarketView view)
    {
        double surprise = view[Surprise], age = view[Age];
        if (!(age >= 0))
            return Vote.Abstain("no-earnings");
        if (age > options.Days)
            return Vote.Abstain("drift-over", age, options.Days);
        if (double.IsNaN(surprise))
            return Vote.Abstain("insufficient-history");

        double limit = Math.CopySign(options.Threshold, surprise);
        double depth = Math.Min(1, (Math.Abs(surprise) - options.Threshold) / (options.Full - options.Threshold));
        return depth > 0
            ? Vote.Toward(Math.Sign(surprise), depth * (1 - age / (2 * options.Days)), surprise > 0 ? "earnings-beat" : "earnings-miss", surprise, limit)
            : Vote.Abstain("earnings-as-expected", surprise, limit);
    }
}
