using System.Numerics;
using GoldenSignals.Domain.Agents;

namespace GoldenSignals.Domain.Consensus;

/// <summary>What forces HOLD at once, whatever the score. In the order in which the first one is a decision's reason.</summary>
[Flags]
public enum Veto : byte
{
    None = 0,
    BelowQuorum = 1,
    BlockedByGate = 2,
    Disagreement = 4,
}

/// <summary>Finds the vetoes that stand, and names them.</summary>
public static class Vetoes
{
    private static readonly string[] s_reasons = [DecisionReason.BelowQuorum, DecisionReason.BlockedByGate, DecisionReason.Disagreement];

    public static Veto Of(ReadOnlySpan<Vote> votes, double scale, double disagreement, DecisionModel model) =>
        (Quorum.Has(votes, model.Panel, model.Consensus) ? Veto.None : Veto.BelowQuorum)
        | (scale == 0 ? Veto.BlockedByGate : Veto.None)
        | (disagreement > model.Consensus.MaxDisagreement ? Veto.Disagreement : Veto.None);

    /// <summary>The word for the first one.</summary>
    public static string Reason(Veto vetoes) => s_reasons[BitOperations.TrailingZeroCount((uint)vetoes)];

    /// <summary>A word for each.</summary>
    public static IEnumerable<string> Reasons(Veto vetoes) => s_reasons.Where((_, bit) => ((int)vetoes >> bit & 1) != 0);
}
