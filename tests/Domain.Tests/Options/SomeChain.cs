using GoldenSignals.Domain.Options;

namespace GoldenSignals.Domain.Tests.Options;

/// <summary>A European chain made from a surface of volatilities: every number in it is known beforehand.</summary>
internal sealed record SomeChain
{
    public static readonly DateTime Time = new(2024, 1, 2, 21, 0, 0, DateTimeKind.Utc);

    public DateTime TimeUtc { get; init; } = Time;
    public double Spot { get; init; } = 100;
    public double Rate { get; init; } = 0.05;
    public double DividendYield { get; init; } = 0.01;
    public int[] Days { get; init; } = [7, 30, 60, 90];
    public double[] Strikes { get; init; } = [.. Enumerable.Range(0, 61).Select(i => 70.0 + i)];
    /// <summary>By logarithm of strike over forward, and years.</summary>
    public Func<double, double, double> Volatility { get; init; } = (_, _) => 0.2;
    public double HalfSpread { get; init; } = 0.0001;
    public Func<OptionContract, OptionContract> Changed { get; init; } = contract => contract;

    public OptionChain Chain => new("TEST", TimeUtc, [.. Contracts()], Spot, Rate, DividendYield, ExerciseStyle.European);

    public ChainAnalysis Analysis => new(Chain);

    private IEnumerable<OptionContract> Contracts() =>
        from days in Days
        from strike in Strikes
        from right in new[] { OptionRight.Call, OptionRight.Put }
        let years = days / 365.0
        let forward = BlackScholesMerton.Forward(Spot, Rate, DividendYield, years)
        let price = BlackScholesMerton.Price(right, Spot, strike, years, Volatility(Math.Log(strike / forward), years), Rate, DividendYield)
        select Changed(new OptionContract(TimeUtc.AddDays(days), strike, right, Math.Max(price - HalfSpread, 0), price + HalfSpread, 10, 100));
}
