using GoldenSignals.Domain.Risk;

namespace GoldenSignals.Domain.Consensus;

/// <summary>From a score to an action, with hysteresis: the step of a small state machine with the states HOLD, BUY and SELL.</summary>
/// <remarks><code>
/// HOLD → BUY, SELL   |score| ≥ EnterScore, confidence ≥ ConfidenceThreshold, a tradable position, MinBarsInState bars in HOLD
/// BUY, SELL → HOLD   score below LeaveScore on its side, MinBarsInState bars in the position
/// any → HOLD         at once on a <see cref="Veto"/>, or when no position can be taken
/// </code>A reversal passes through HOLD. A symbol's first bar owes no stay. The reason is the first thing that stands in the way.</remarks>
public static class ActionRule
{
    /// <param name="before">The action of the bar before.</param>
    /// <param name="bars">For how many bars it has stood; 0 before the symbol's first decision.</param>
    /// <param name="refusal">Why no position can be taken in the direction of the score (<see cref="Position.Refusal"/>); null when one can.</param>
    public static (SignalAction Action, string Reason) Next(
        SignalAction before, int bars, double score, double confidence, Veto vetoes, string? refusal, ConsensusOptions options)
    {
        if (vetoes != Veto.None)
            return (SignalAction.Hold, Vetoes.Reason(vetoes));

        if (before != SignalAction.Hold)
        {
            bool stands = (before == SignalAction.Buy ? score : -score) >= options.LeaveScore;
            if (!stands && bars >= options.MinBarsInState)
                return (SignalAction.Hold, DecisionReason.Left);
            if (refusal is not null)
                return (SignalAction.Hold, refusal);
            return (before, stands ? DecisionReason.Held : DecisionReason.HeldForMinimumStay);
        }

        if (Math.Abs(score) < options.EnterScore)
            return (SignalAction.Hold, DecisionReason.ScoreBelowEntry);
        if (confidence < options.ConfidenceThreshold)
            return (SignalAction.Hold, DecisionReason.ConfidenceBelowThreshold);
        if (bars > 0 && bars < options.MinBarsInState)
            return (SignalAction.Hold, DecisionReason.MinimumStayInHold);
        if (refusal is not null)
            return (SignalAction.Hold, refusal);
        return (score > 0 ? SignalAction.Buy : SignalAction.Sell, DecisionReason.Entered);
    }
}
