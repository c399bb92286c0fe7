using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Risk;

namespace GoldenSignals.Domain.Tests.Consensus;

public class ActionRuleTests
{
    private const SignalAction Hold = SignalAction.Hold, Buy = SignalAction.Buy, Sell = SignalAction.Sell;

    private static readonly ConsensusOptions s_options = new();

    /// <summary>One step; what is not named stands in nobody's way.</summary>
    private static (SignalAction, string) Next(
        SignalAction before, int bars, double score, double confidence = 0.9, Veto vetoes = Veto.None, string? refusal = null) =>
        ActionRule.Next(before, bars, score, confidence, vetoes, refusal, s_options);

    [Theory]
    [InlineData(0.15, Buy, "entered")]
    [InlineData(-0.15, Sell, "entered")]
    [InlineData(0.1499, Hold, "score-below-entry")]
    [InlineData(-0.1499, Hold, "score-below-entry")]
    [InlineData(0.0, Hold, "score-below-entry")]
    public void Enters_at_the_entry_score(double score, SignalAction action, string reason) =>
        Assert.Equal((action, reason), Next(Hold, 5, score));

    [Theory]
    [InlineData(Buy, 0.05, Buy, "held")]
    [InlineData(Buy, 0.0499, Hold, "left")]
    [InlineData(Buy, -0.9, Hold, "left")]
    [InlineData(Sell, -0.05, Sell, "held")]
    [InlineData(Sell, -0.0499, Hold, "left")]
    [InlineData(Sell, 0.9, Hold, "left")]
    public void Leaves_below_the_leaving_score_and_never_reverses_at_once(SignalAction before, double score, SignalAction action, string reason) =>
        Assert.Equal((action, reason), Next(before, 5, score));

    [Theory]
    [InlineData(Buy, 1, "held-for-minimum-stay")]
    [InlineData(Buy, 2, "held-for-minimum-stay")]
    [InlineData(Buy, 3, "left")]
    [InlineData(Sell, 2, "held-for-minimum-stay")]
    [InlineData(Sell, 3, "left")]
    public void Stays_in_a_position_for_three_bars(SignalAction before, int bars, string reason) =>
        Assert.Equal((reason == "left" ? Hold : before, reason), Next(before, bars, score: 0));

    [Theory, InlineData(1, false), InlineData(2, false), InlineData(3, true)]
    public void Stays_in_hold_for_three_bars(int bars, bool enters) =>
        Assert.Equal(enters ? (Buy, "entered") : (Hold, "minimum-stay-in-hold"), Next(Hold, bars, score: 0.5));

    [Fact]
    public void A_symbols_first_bar_owes_no_stay() => Assert.Equal((Buy, "entered"), Next(Hold, 0, 0.5));

    [Theory]
    [InlineData(0.45, Buy, "entered")]
    [InlineData(0.4499, Hold, "confidence-below-threshold")]
    public void Enters_at_the_confidence_threshold(double confidence, SignalAction action, string reason) =>
        Assert.Equal((action, reason), Next(Hold, 5, 0.5, confidence));

    [Fact]
    public void A_position_is_held_whatever_the_confidence() => Assert.Equal((Buy, "held"), Next(Buy, 5, 0.5, confidence: 0.1));

    [Theory]
    [InlineData(Hold)]
    [InlineData(Buy)]
    [InlineData(Sell)]
    public void A_block_acts_at_once_and_is_the_reason(SignalAction before)
    {
        double score = before == Sell ? -0.5 : 0.5;
        Assert.Equal((Hold, "below-quorum"), Next(before, 1, score, vetoes: Veto.BelowQuorum));
        Assert.Equal((Hold, "blocked-by-gate"), Next(before, 1, 0, vetoes: Veto.BlockedByGate));
        Assert.Equal((Hold, "disagreement"), Next(before, 1, score, vetoes: Veto.Disagreement));
        Assert.Equal((Hold, "position-too-small"), Next(before, 5, score, refusal: "position-too-small"));
        Assert.Equal((Hold, "risk-veto"), Next(before, 5, score, refusal: "risk-veto"));
    }

    [Fact]
    public void Of_several_vetoes_the_first_is_the_reason_and_all_are_named()
    {
        Assert.Equal((Hold, "below-quorum"), Next(Buy, 1, 0.5, vetoes: Veto.BelowQuorum | Veto.Disagreement));
        Assert.Equal((Hold, "blocked-by-gate"), Next(Buy, 1, 0.5, vetoes: Veto.BlockedByGate | Veto.Disagreement));
        Assert.Equal(["below-quorum", "disagreement"], Vetoes.Reasons(Veto.BelowQuorum | Veto.Disagreement));
        Assert.Empty(Vetoes.Reasons(Veto.None));
    }

    [Theory, InlineData(Buy), InlineData(Sell)]
    public void A_stay_that_only_the_risk_cuts_short_says_so(SignalAction before) =>
        Assert.Equal((Hold, "position-too-small"), Next(before, 1, score: 0, refusal: "position-too-small"));

    [Fact]
    public void Whatever_comes_positions_and_hold_stand_their_time_and_reversals_pass_through_hold()
    {
        var random = new Random(1);
        (SignalAction action, int bars) = (Hold, 0);
        int reversals = 0;
        var lastPosition = Hold;
        for (int bar = 0; bar < 100_000; bar++)
        {
            double score = random.NextDouble() * 2 - 1;
            Veto vetoes = random.Next(8) == 0 ? (Veto)random.Next(8) : Veto.None;
            string? refusal = random.Next(20) == 0 ? "risk-veto" : null;
            (SignalAction next, string reason) = Next(action, bars, score, random.NextDouble(), vetoes, refusal);
            bool free = vetoes == Veto.None && refusal is null;

            Assert.True(next == action || next == Hold || action == Hold, $"{action} to {next}");
            if (next != action && bars > 0)
                Assert.True(bars >= 3 || next == Hold && !free, $"{action} left after {bars} bars: {reason}");
            if (!free)
                Assert.Equal(Hold, next);
            if (next != Hold && next != action)
            {
                Assert.True(next == Buy ? score >= 0.15 : score <= -0.15);
                reversals += lastPosition != Hold && lastPosition != next ? 1 : 0;
                lastPosition = next;
            }
            (action, bars) = (next, next == action ? bars + 1 : 1);
        }
        Assert.True(reversals > 100);
    }
}
