namespace GoldenSignals.Domain.Indicators;

/// <summary>What a symbol sees of the market as a whole: figures of the last bar time before its own that was complete for every symbol.</summary>
public sealed class UniverseColumns : ColumnSource
{
    public override IReadOnlyList<string> Columns { get; } =
        ["uni_count", "uni_above_sma50", "uni_mcclellan", "uni_rank", "pair_z", "pair_half_life"];
}
