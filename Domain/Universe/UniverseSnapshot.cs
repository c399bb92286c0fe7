using Orleans;

namespace GoldenSignals.Domain.Universe;

/// <summary>Everything that a <see cref="UniverseState"/> remembers, in plain arrays. Whoever goes on from it goes on to the bit.</summary>
/// <param name="BarTimes">Bar times taken with enough symbols.</param>
/// <param name="LastUtc">The last bar time closed, with enough symbols or not.</param>
/// <param name="Market">Count, share and oscillator of the last bar time, then the oscillator's memory.</param>
/// <param name="Symbols">In ordinal order.</param>
/// <param name="Closes">A ring of <see cref="UniverseState.FormationBars"/> for each symbol.</param>
/// <param name="Partners">Index of each symbol's partner, −1 without.</param>
/// <param name="Figures">For each symbol rank, z, extreme, and the pair's intercept, slope, deviation and half-life.</param>
[GenerateSerializer, Immutable, Alias("gs.UniverseSnapshot")]
public sealed record UniverseSnapshot(
    [property: Id(0)] long BarTimes,
    [property: Id(1)] DateTime LastUtc,
    [property: Id(2)] double[] Market,
    [property: Id(3)] string[] Symbols,
    [property: Id(4)] double[] Closes,
    [property: Id(5)] int[] Partners,
    [property: Id(6)] double[] Figures);
