namespace GoldenSignals.Domain.Universe;

/// <summary>What the universe remembers of one symbol.</summary>
internal sealed class Member(string symbol, double[] closes)
{
    public string Symbol => symbol;

    /// <summary>The closes of the last bar times, a ring; NaN where it had no bar.</summary>
    public double[] Closes => closes;

    /// <summary>The bar time, counted, whose rows it was last found in.</summary>
    public long FoundIn { get; set; }

    public double Rank { get; set; } = double.NaN;
    public double Z { get; private set; } = double.NaN;
    public double Extreme { get; private set; }
    public Member? Partner { get; private set; }
    public Cointegration Relation { get; private set; }

    /// <summary>Takes a new partner, or none. The extreme goes on where the partner stays.</summary>
    public void Pair(Member? partner, Cointegration relation, double extreme = 0)
    {
        if (partner != Partner)
            Extreme = extreme;
        (Partner, Relation) = (partner, relation);
    }

    /// <summary>Where the pair stands at one bar time of the ring.</summary>
    public void Measure(int place)
    {
        Z = Partner is null ? double.NaN : Relation.Z(Closes[place], Partner.Closes[place]);
        if (double.IsNaN(Z))
            return;                                                 // no partner, or one of the two has no bar: the extreme stands
        bool over = Math.Abs(Z) <= UniverseState.ExitZ || Z * Extreme < 0;
        double before = over ? 0 : Extreme;
        Extreme = Math.Abs(Z) <= UniverseState.ExitZ ? 0 : Math.Abs(Z) > Math.Abs(before) ? Z : before;
    }

    /// <summary>Nothing is known at this bar time.</summary>
    public void Blank() => (Rank, Z) = (double.NaN, double.NaN);

    public void RestoreValues(double rank, double z) => (Rank, Z) = (rank, z);
}
