using Orleans;

namespace GoldenSignals.Domain.Options;

/// <summary>The right to buy or to sell.</summary>
public enum OptionRight
{
    Call,
    Put,
}

/// <summary>When the right may be used: at expiry only, or at any time until then.</summary>
public enum ExerciseStyle
{
    European,
    American,
}

/// <summary>One listed contract as a chain quotes it. A number that the source does not have is NaN.</summary>
/// <param name="ExpiryUtc">The instant at which it ends, UTC.</param>
/// <param name="Bid">Price per unit of the underlying; 0 means that nobody bids.</param>
/// <param name="Ask">Price per unit of the underlying.</param>
/// <param name="Volume">Contracts traded in the session so far; says nothing of who wanted the trade.</param>
/// <param name="OpenInterest">Contracts open, as a rule at the close of the session before.</param>
[GenerateSerializer, Immutable, Alias("gs.OptionContract")]
public readonly record struct OptionContract(
    [property: Id(0)] DateTime ExpiryUtc,
    [property: Id(1)] double Strike,
    [property: Id(2)] OptionRight Right,
    [property: Id(3)] double Bid,
    [property: Id(4)] double Ask,
    [property: Id(5)] double Volume = double.NaN,
    [property: Id(6)] double OpenInterest = double.NaN)
{
    /// <summary>Units of the underlying that one listed contract stands for.</summary>
    public const double Multiplier = 100;

    /// <summary>Halfway between bid and ask; NaN without both.</summary>
    public double Mid => (Bid + Ask) / 2;

    /// <summary>Whether somebody bids, somebody asks, and not for less.</summary>
    public bool IsQuoted => Bid > 0 && Ask >= Bid;
}
