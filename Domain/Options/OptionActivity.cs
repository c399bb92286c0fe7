namespace GoldenSignals.Domain.Options;

/// <summary>Volume and open interest of a chain. A sum is NaN when the source tells none of its numbers.</summary>
/// <remarks><code>
/// unusual = contracts with volume &gt; 3·OI;   flow = (call − put volume of these) / their volume      −1…1
/// </code>Reported volume has no buyer's side: calls are counted as hope and puts as fear, whoever asked for them.
/// A contract without a known open interest is in neither. Source of the ratio: practice; of the sign: Pan and Poteshman,
/// The Information in Option Volume for Future Stock Prices (2006), who know the side.</remarks>
public readonly record struct OptionActivity
{
    /// <summary>Volume above this many times the open interest is unusual: it must come from new positions or day trades.</summary>
    public const double UnusualRatio = 3;

    public static OptionActivity Of(OptionChain chain)
    {
        double callVolume = double.NaN, putVolume = double.NaN, callInterest = double.NaN, putInterest = double.NaN, unusualCalls = 0, unusualPuts = 0;
        foreach (OptionContract contract in chain.Contracts)
        {
            if (contract.ExpiryUtc <= chain.TimeUtc)
                continue;
            bool isCall = contract.Right == OptionRight.Call;
            Add(ref isCall ? ref callVolume : ref putVolume, contract.Volume);
            Add(ref isCall ? ref callInterest : ref putInterest, contract.OpenInterest);
            if (contract.Volume > UnusualRatio * contract.OpenInterest)
                Add(ref isCall ? ref unusualCalls : ref unusualPuts, contract.Volume);
        }
        double unusual = unusualCalls + unusualPuts;
        return new()
        {
            Volume = callVolume + putVolume,
            OpenInterest = callInterest + putInterest,
            PutCallVolume = putVolume / callVolume is > 0 and < double.PositiveInfinity and var volumes ? volumes : double.NaN,
            PutCallOpenInterest = putInterest / callInterest is >= 0 and < double.PositiveInfinity and var interests ? interests : double.NaN,
            Flow = unusual > 0 ? (unusualCalls - unusualPuts) / unusual : double.NaN,
            FlowShare = double.IsNaN(callVolume + putVolume + callInterest + putInterest) || callVolume + putVolume == 0 ? double.NaN : unusual / (callVolume + putVolume),
        };
    }

    /// <summary>Contracts traded, both rights.</summary>
    public double Volume { get; private init; }

    /// <summary>Contracts open, both rights.</summary>
    public double OpenInterest { get; private init; }

    /// <summary>Put over call volume, above 0; NaN unless both traded.</summary>
    public double PutCallVolume { get; private init; }

    /// <summary>Put over call open interest.</summary>
    public double PutCallOpenInterest { get; private init; }

    /// <summary>−1 (puts only) … 1 (calls only) of the unusual volume; NaN without any.</summary>
    public double Flow { get; private init; }

    /// <summary>Unusual volume over all volume, 0…1.</summary>
    public double FlowShare { get; private init; }

    private static void Add(ref double sum, double number)
    {
        if (!double.IsNaN(number))
            sum = double.IsNaN(sum) ? number : sum + number;
    }
}
