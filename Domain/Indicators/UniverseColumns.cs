namespace GoldenSignals.Domain.Indicators;

/// <summary>What a symbol sees of the market as a whole: figures of the last bar time before its own that was complete for every symbol.</summary>
public sealed class UniverseColumns : ColumnSource
{
    /// <remarks><see cref="Universe.UniverseValues"/> says what each of them is, in the same order.</remarks>
    public override IReadOnlyList<string> Columns { get; } =
        ["uni_count", "uni_above_sma50", "uni_mcclellan", "uni_rank", "pair_z", "pair_extreme", "pair_half_life"];
}
