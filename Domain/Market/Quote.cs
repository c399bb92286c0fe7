namespace GoldenSignals.Domain.Market;

/// <summary>Top of the book: best bid and ask. Bars of a quoted symbol are built from the mid, with volume 0.</summary>
public readonly record struct Quote(string Symbol, DateTime TimeUtc, double Bid, double Ask, string Source = "", long Sequence = 0)
{
    /// <summary>Halfway between bid and ask.</summary>
    public double Mid => (Bid + Ask) / 2;

    public Tick ToTick() => new(Symbol, TimeUtc, Mid, 0, Source, Sequence);
}
