using System.Globalization;
using GoldenSignals.Domain.Market;
using Orleans;

namespace GoldenSignals.Domain.Sentiment;

/// <summary>Earnings of a quarter on the day of the calendar that they are reported, with what was expected of them.</summary>
/// <param name="TimeUtc">When they were published.</param>
/// <param name="ActualEps">Earnings per share, in the currency of the report.</param>
/// <param name="ExpectedEps">The consensus just before, on the same basis.</param>
/// <param name="Dispersion">Deviation of the forecasts, above 0, in the same unit; null where it is not known.</param>
[GenerateSerializer, Immutable, Alias("gs.EarningsReport")]
public sealed record EarningsReport(
    string Symbol,
    DateTime TimeUtc,
    [property: Id(0)] double ActualEps,
    [property: Id(1)] double ExpectedEps,
    [property: Id(2)] double? Dispersion = null) : SymbolInput(Symbol, TimeUtc)
{
    public const string EpsOutOfRange = "eps-out-of-range", DispersionOutOfRange = "dispersion-out-of-range";

    private const double Largest = 1e7;

    /// <summary>Actual less expected.</summary>
    public double Surprise => ActualEps - ExpectedEps;

    /// <summary>Its time: a symbol reports once at a time.</summary>
    public override string Identity => TimeUtc.ToString("O", CultureInfo.InvariantCulture);

    public override string? Refusal(out string? field)
    {
        (string? refusal, field) =
            !(Math.Abs(ActualEps) <= Largest) ? (EpsOutOfRange, "actualEps")
            : !(Math.Abs(ExpectedEps) <= Largest) ? (EpsOutOfRange, "expectedEps")
            : Dispersion is { } dispersion && !(dispersion is > 0 and <= Largest) ? (DispersionOutOfRange, "dispersion")
            : default((string?, string?));
        return refusal;
    }
}
