using GoldenSignals.Domain.Universe;

namespace GoldenSignals.Domain.Agents.Market;

/// <summary>Why agents of the market say nothing when there is no market to speak of.</summary>
internal static class UniverseSilence
{
    /// <param name="count">Symbols of the universe, NaN when there is none.</param>
    /// <returns>Null when there are enough.</returns>
    public static Vote? Of(double count) =>
        double.IsNaN(count) ? Vote.Abstain("no-universe")
        : count < UniverseState.MinSymbols ? Vote.Abstain("universe-too-small", count, UniverseState.MinSymbols)
        : null;
}
