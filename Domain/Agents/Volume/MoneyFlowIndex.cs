using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Volume;

/// <summary>Fades the money flow index beyond its bands once it turns back: an RSI that counts volume.</summary>
/// <remarks><code>
/// buy   MFI14 &lt; Oversold and rising;  sell   MFI14 &gt; Overbought and falling
/// confidence = min(1, points beyond the band / FullDepth)
/// </code>MFI points, 0…100; 20 and 80 are the authors'. The turn keeps it from fading a move that still runs. Value: MFI; limit: the band.</remarks>
[Agent("money-flow-index", AgentKind.Volume, Source = "Quong and Soudack, Volume-Weighted RSI: Money Flow (1989)")]
public sealed class MoneyFlowIndexAgent(MoneyFlowIndexAgent.Options options) : IAgent
{
    private static readonly Column Mfi14 = Column.Named("mfi_14");
    private static readonly Column Median = Column.Named("volume_median_20");

    public sealed record Options
    {
        /// <summary>Below it money has left the symbol. MFI points, 1…50, default 20.</summary>
        [Range(1.0, 50.0)] public double Oversold { get; init; } = 20;

        /// <summary>Above it money has crowded in. MFI points, 50…99, default 80.</summary>
        [Range(50.0, 99.0)] public double Overbought { get; init; } = 80;

        /// <summary>Depth beyond the band at which confidence is 1. MFI points, 1…50, default 10.</summary>
        [Range(1.0, 50.0)] public double FullDepth { get; init; } = 10;
    }

    public Vote Evaluate(in MarketView view)
    {
        double median = view[Median];
        var (index, before) = view.LastTwo(Mfi14);
        if (median == 0)
            return Vote.Abstain("no-volume");
        if (double.IsNaN(index + before + median))
            return Vote.WarmingUp;
        if (index < options.Oversold)
            return index > before
                ? Vote.Buy((options.Oversold - index) / options.FullDepth, "oversold-turning-up", index, options.Oversold)
                : Vote.Abstain("oversold-not-turning", index, options.Oversold);
        if (index > options.Overbought)
            return index < before
                ? Vote.Sell((index - options.Overbought) / options.FullDepth, "overbought-turning-down", index, options.Overbought)
                : Vote.Abstain("overbought-not-turning", index, options.Overbought);
        return Vote.Abstain("inside-bands", index, index < 50 ? options.Oversold : options.Overbought);
    }
}
