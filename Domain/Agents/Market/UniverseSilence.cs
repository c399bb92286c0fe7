using GoldenSignals.Domain.Universe;

namespace GoldenSignals.Domain.Agents.Market;

/// <summary>Why agents of the market say nothing when there is no market to speak of.</summary>
internal static class UniverseSilence
{
    /// <summary>The reason of the abstention: no bar time with <see cref="UniverseState.MinSymbols"/> symbols is complete.</summary>
    public static readonly string Reason = $"below-{UniverseState.MinSymbols}-symbols";

    /// <param name="count">Symbols of the universe, NaN when there is none.</param>
    /// <returns>Null when there are enough.</returns>
    public static Vote? Of(double count) =>
        count >= UniverseState.MinSymbols ? null : Vote.Abstain(Reason, count, UniverseState.MinSymbols);
}
