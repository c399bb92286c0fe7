using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Momentum;

/// <summary>Fades the ultimate oscillator (7, 14, 28) beyond its bands once it turns back, and follows it back inside for one bar.</summary>
/// <remarks><code>
/// buy   UO of the bar before &lt; Oversold, and now higher;  sell   UO of the bar before &gt; Overbought, and now lower
/// confidence = min(1, points of the bar before beyond the band / FullDepth), at least ReturnConfidence where UO is inside again
/// </code>Points, 0…100; 30 and 70 are Williams'. He asks for a divergence between price and oscillator as well, which needs the swings
/// of many bars; here the turn alone stands for it. Value: UO; limit: the band.</remarks>
[Agent("ultimate-oscillator", AgentKind.Momentum, Source = "Williams, The Ultimate Oscillator (1985)")]
public sealed class UltimateOscillatorAgent(UltimateOscillatorAgent.Options options) : IAgent
{
    private static readonly Column Oscillator = Column.Named("ultosc_7_14_28");

    public sealed record Options
    {
        /// <summary>Below it the market is oversold. Points, 1…50, default 30.</summary>
        [Range(1.0, 50.0)] public double Oversold { get; init; } = 30;

        /// <summary>Above it the market is overbought. Points, 50…99, default 70.</summary>
        [Range(50.0, 99.0)] public double Overbought { get; init; } = 70;

        /// <summary>Depth beyond the band at which confidence is 1. Points, 1…50, default 10.</summary>
        [Range(1.0, 50.0)] public double FullDepth { get; init; } = 10;

        /// <summary>Least confidence on the bar that is back inside the bands. Share, 0…1, default 0.5.</summary>
        [Range(0.0, 1.0)] public double ReturnConfidence { get; init; } = 0.5;
    }

    public Vote Evaluate(in MarketView view)
    {
        var (oscillator, before) = view.LastTwo(Oscillator);
        if (double.IsNaN(oscillator + before))
            return Vote.WarmingUp;
        if (before < options.Oversold)
            return Turn(1, options.Oversold, "oversold-turning-up", "back-from-oversold", "oversold-not-turning");
        if (before > options.Overbought)
            return Turn(-1, options.Overbought, "overbought-turning-down", "back-from-overbought", "overbought-not-turning");
        return Vote.Abstain("inside-bands", oscillator, oscillator < 50 ? options.Oversold : options.Overbought);

        Vote Turn(int side, double band, string turning, string back, string notTurning)
        {
            if (side * (oscillator - before) <= 0)
                return Vote.Abstain(notTurning, oscillator, band);
            double depth = side * (band - before) / options.FullDepth;
            return side * (oscillator - band) < 0
                ? Vote.Toward(side, depth, turning, oscillator, band)
                : Vote.Toward(side, Math.Max(depth, options.ReturnConfidence), back, oscillator, band);
        }
    }
}
