using GoldenSignals.Domain.Market;
using Orleans;

namespace GoldenSignals.Domain.Universe;

/// <summary>What the universe is told of one symbol at one bar time. A symbol without a bar then has no row.</summary>
/// <param name="Close">Of the bar.</param>
/// <param name="Change">Close minus the close of the symbol's bar before: only its sign counts. NaN at the first bar.</param>
/// <param name="AboveSma50">1 or 0; NaN while there is no SMA of 50 bars.</param>
/// <param name="Momentum">Return from the close 252 bars ago to the close 21 bars ago, a fraction; NaN with fewer bars.</param>
[GenerateSerializer, Immutable, Alias("gs.UniverseRow")]
public readonly record struct UniverseRow(
    [property: Id(0)] string Symbol,
    [property: Id(1)] double Close,
    [property: Id(2)] double Change,
    [property: Id(3)] double AboveSma50,
    [property: Id(4)] double Momentum)
{
    /// <summary>Bars of the return that is ranked, and how many of the newest it leaves out.</summary>
    public const int MomentumBars = 252, SkippedBars = 21;

    /// <summary>The row of a symbol whose newest bar has just closed.</summary>
    /// <param name="window">Ends with that bar.</param>
    /// <param name="sma50">Simple average of the last 50 closes, NaN while there is none.</param>
    public static UniverseRow Of(string symbol, BarWindow window, double sma50)
    {
        double close = window.Last.Close;
        return new(symbol, close,
            window.Count > 1 ? close - window[1].Close : double.NaN,
            double.IsNaN(sma50) ? double.NaN : close > sma50 ? 1 : 0,
            window.Count > MomentumBars ? window[SkippedBars].Close / window[MomentumBars].Close - 1 : double.NaN);
    }
}
