namespace GoldenSignals.Domain.Consensus;

/// <summary>Why a decision has its action.</summary>
public static class DecisionReason
{
    /// <summary>The score reached the entry threshold with enough confidence.</summary>
    public const string Entered = "entered";

    /// <summary>In a position, and the score has not fallen below the leaving threshold.</summary>
    public const string Held = "held";

    /// <summary>In a position that should be left, but not yet for the shortest stay.</summary>
    public const string HeldForMinimumStay = "held-for-minimum-stay";

    /// <summary>The score fell below the leaving threshold.</summary>
    public const string Left = "left";

    /// <summary>Ticks of the bar may be missing: what stood before stands, and nothing is said anew.</summary>
    public const string Gap = "gap";

    public const string BelowQuorum = "below-quorum";
    public const string BlockedByGate = "blocked-by-gate";

    /// <summary>The votes are so far apart, for so few independent ones, that their mean tells nothing (<see cref="Consensus.Disagreement"/>).</summary>
    public const string Disagreement = "disagreement";

    public const string ScoreBelowEntry = "score-below-entry";
    public const string ConfidenceBelowThreshold = "confidence-below-threshold";

    /// <summary>HOLD has not yet stood for the shortest stay.</summary>
    public const string MinimumStayInHold = "minimum-stay-in-hold";

    /// <summary>Nothing tradable is left of the position within the limits of risk.</summary>
    public const string PositionTooSmall = "position-too-small";

    /// <summary>The market moves more in a bar than <c>Risk:MaxAtrFraction</c> allows.</summary>
    public const string RiskVeto = "risk-veto";

    /// <summary>The opposite position stood at the bar before. Never a decision's reason, but an obstacle to a <see cref="Flip"/>.</summary>
    public const string PassesThroughHold = "passes-through-hold";
}
