using GoldenSignals.Domain.Storage;
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
    [property: Id(6)] double[] Figures)
{
    public void Write(StateWriter to)
    {
        to.Int(BarTimes);
        to.Time(LastUtc);
        to.Doubles(Market);
        to.Int(Symbols.Length);
        foreach (string symbol in Symbols)
            to.Text(symbol);
        foreach (int partner in Partners)
            to.Int(partner);
        to.Doubles(Closes);
        to.Doubles(Figures);
    }

    /// <exception cref="InvalidDataException">The bytes are of another layout.</exception>
    public static UniverseSnapshot Read(StateReader from)
    {
        (long barTimes, DateTime last, double[] market) = (from.Int(), from.Time(), new double[UniverseState.MarketFigures]);
        from.Doubles(market);
        int count = from.Count(2 + (UniverseState.FormationBars + UniverseState.Figures) * sizeof(double));
        var symbols = new string[count];
        var partners = new int[count];
        for (int i = 0; i < count; i++)
        {
            symbols[i] = from.Text();
            if (i > 0 && string.CompareOrdinal(symbols[i - 1], symbols[i]) >= 0)
                throw from.Wrong($"the symbol '{symbols[i]}' does not come after the one before");
        }
        for (int i = 0; i < count; i++)
        {
            partners[i] = from.Int32();
            if (partners[i] < -1 || partners[i] >= count)
                throw from.Wrong($"a partner {partners[i]} of {count} symbols");
        }
        double[] closes = new double[count * UniverseState.FormationBars], figures = new double[count * UniverseState.Figures];
        from.Doubles(closes);
        from.Doubles(figures);
        return new(barTimes, last, market, symbols, closes, partners, figures);
    }
}
