using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Risk;

namespace GoldenSignals.Domain.Tests.Consensus;

internal static class SomeDecision
{
    /// <summary>A BUY with every field set to something.</summary>
    public static Decision Of(string symbol = "TEST", int bar = 0) => new()
    {
        Symbol = symbol,
        Interval = TimeSpan.FromMinutes(1),
        BarTimeUtc = new DateTime(2024, 1, 2, 14, 30, 0, DateTimeKind.Utc).AddMinutes(bar),
        Price = 100.5,
        Action = SignalAction.Buy,
        Score = 0.25,
        Confidence = 0.75,
        Scale = 0.5,
        Votes = [Vote.Buy(0.5, "up", 1, 2), Vote.Abstain("none", 3)],
        Weights = [0.5, 0.25],
        Position = new(PositionSide.Long, 98, 103, 1.5, 0.05, 0.001),
        Reason = DecisionReason.Entered,
        ActionBefore = SignalAction.Hold,
        BarsInActionBefore = 4,
        Configuration = "0123abcd",
        Indicators = [1.5, double.NaN],
        Method = ScoringMethod.Weighted,
        EffectiveVotes = 1,
        Disagreement = 0.125,
        TechnicalRating = 0.5,
    };
}
