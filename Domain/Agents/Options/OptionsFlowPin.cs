using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents.Options;

/// <summary>Within two days of an expiry it expects the pull toward max pain; else it follows unusual option volume.</summary>
/// <remarks><code>
/// pin:    0 ≤ days to expiry ≤ PinDays and MinPull ≤ |max pain/spot − 1| ≤ MaxPull;   direction toward max pain
///         confidence = PinConfidence·(1 − distance/MaxPull)                            the pull reaches only what is near
/// flow:   share of volume with volume/OI &gt; 3 ≥ MinShare;   direction = sign of calls less puts in it
///         confidence = |flow|·min(1, share/FullShare)
/// </code>The volume's side is not known: see OptionActivity. Pin: Ni, Pearson and Poteshman found closes drawn to strikes, most on the day itself;
/// that the strike is the one of max pain is practice. Value and limit: spot and max pain, or flow and 0.</remarks>
[Agent("options-flow-pin", AgentKind.Options,
    Source = "Ni, Pearson and Poteshman, Stock Price Clustering on Option Expiration Dates (2005)")]
public sealed class OptionsFlowPinAgent(OptionsFlowPinAgent.Options options) : IAgent
{
    private static readonly Column Age = Column.Named("opt_age_hours"), Spot = Column.Named("opt_spot"), MaxPain = Column.Named("opt_max_pain"),
        Days = Column.Named("opt_max_pain_days");

    [MayBeMissing] private static readonly Column Flow = Column.Named("opt_flow"), FlowShare = Column.Named("opt_flow_share"),
        OpenInterest = Column.Named("opt_oi"), Rate = Column.Named("opt_rate");

    public sealed record Options
    {
        /// <summary>How long before an expiry the pull is felt. Days, 0…10, default 2.</summary>
        [Range(0.0, 10.0)] public double PinDays { get; init; } = 2;

        /// <summary>Distance from max pain below which there is nothing to gain. Share of the spot, 0…0.02, default 0.001.</summary>
        [Range(0.0, 0.02)] public double MinPull { get; init; } = 0.001;

        /// <summary>Distance from max pain beyond which there is no pull. Share of the spot, 0.005…0.2, default 0.03.</summary>
        [Range(0.005, 0.2)] public double MaxPull { get; init; } = 0.03;

        /// <summary>Confidence of a pull from next to max pain. 0…1, default 0.5.</summary>
        [Range(0.0, 1.0)] public double PinConfidence { get; init; } = 0.5;

        /// <summary>Least unusual volume. Share of all volume, 0…1, default 0.05.</summary>
        [Range(0.0, 1.0)] public double MinShare { get; init; } = 0.05;

        /// <summary>Unusual volume at which a flow of one kind only has confidence 1. Share of all volume, 0.05…1, default 0.4.</summary>
        [Range(0.05, 1.0)] public double FullShare { get; init; } = 0.4;
    }

    public Vote Evaluate(in MarketView view)
    {
        double spot = view[Spot], maxPain = view[MaxPain], days = view[Days], flow = view[Flow], share = view[FlowShare];
        if (double.IsNaN(view[Age]) || double.IsNaN(spot) || double.IsNaN(maxPain) || double.IsNaN(days))
            return ChainReason.NoExposure(view[Age], view[OpenInterest], view[Rate]);

        double pull = maxPain / spot - 1, distance = Math.Abs(pull);
        if (days >= 0 && days <= options.PinDays && distance >= options.MinPull && distance < options.MaxPull)
            return Vote.Toward(Math.Sign(pull), options.PinConfidence * (1 - distance / options.MaxPull), pull > 0 ? "pulled-up-to-max-pain" : "pulled-down-to-max-pain", spot, maxPain);
        if (double.IsNaN(flow) || double.IsNaN(share))
            return Vote.Abstain("no-unusual-volume");
        return share < options.MinShare || flow == 0
            ? Vote.Abstain("flow-ordinary", flow, 0)
            : Vote.Toward(Math.Sign(flow), Math.Abs(flow) * Math.Min(1, share / options.FullShare), flow > 0 ? "unusual-calls" : "unusual-puts", flow, 0);
    }
}
