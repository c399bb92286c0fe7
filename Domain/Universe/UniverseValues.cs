using GoldenSignals.Domain.Indicators;
using Orleans;

namespace GoldenSignals.Domain.Universe;

/// <summary>What one symbol is told of the market as a whole, in the order of <see cref="UniverseColumns"/>. NaN where nothing can be said.</summary>
/// <param name="Count">Symbols with a bar at the bar time. With fewer than <see cref="UniverseState.MinSymbols"/> all else is NaN.</param>
/// <param name="AboveSma50">Share of the symbols whose close lies above its SMA of 50 bars, 0…1.</param>
/// <param name="McClellan">McClellan oscillator of the ratio-adjusted advances, −1000…1000, mostly within ±150.</param>
/// <param name="Rank">The symbol's place among the returns over 252 bars but the last 21: 0 the lowest, 1 the highest, equal ones share theirs.</param>
/// <param name="PairZ">Residual of the symbol against its partner, in standard deviations. Positive: dear against the partner.</param>
/// <param name="PairExtreme">The furthest <paramref name="PairZ"/> since it last lay within ±0.5 or changed sign; 0 while within.</param>
/// <param name="PairHalfLife">Bar times in which the residual loses half of its distance from 0, above 0.</param>
[GenerateSerializer, Immutable, Alias("gs.UniverseValues")]
public readonly record struct UniverseValues(
    [property: Id(0)] double Count,
    [property: Id(1)] double AboveSma50,
    [property: Id(2)] double McClellan,
    [property: Id(3)] double Rank,
    [property: Id(4)] double PairZ,
    [property: Id(5)] double PairExtreme,
    [property: Id(6)] double PairHalfLife)
{
    /// <summary>Nothing is known.</summary>
    public static readonly UniverseValues None = new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);

    public void CopyTo(Span<double> columns)
    {
        (columns[0], columns[1], columns[2], columns[3]) = (Count, AboveSma50, McClellan, Rank);
        (columns[4], columns[5], columns[6]) = (PairZ, PairExtreme, PairHalfLife);
    }
}
