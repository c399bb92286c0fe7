using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Options;
using GoldenSignals.Domain.Sentiment;
using GoldenSignals.Domain.Tests.Options;

namespace GoldenSignals.Domain.Tests.Storage;

/// <summary>Random inputs beside the bars, as a market might have them; of a type that is not known here, any.</summary>
internal static class SomeInputs
{
    private static readonly string[] s_headlines =
        ["Profit is excellent, a wonderful record", "Shares plunge on terrible fraud probe", "Board meets on Tuesday", "Strong growth, great outlook", "Loss widens, weak demand"];

    public static IReadOnlyList<Type> Types { get; } =
        [.. typeof(SymbolInput).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(SymbolInput)) && !type.IsAbstract).OrderBy(type => type.Name, StringComparer.Ordinal)];

    public static SymbolInput Of(Type type, Random random, string symbol, DateTime time) =>
        type == typeof(NewsItem) ? News(random, symbol, time)
        : type == typeof(EarningsReport) ? new EarningsReport(symbol, time, random.NextDouble(), random.NextDouble(), random.Next(2) == 0 ? null : 0.1 + random.NextDouble())
        : type == typeof(OptionChain) ? Chain(random, time) with { Symbol = symbol }
        : (SymbolInput)Anything.Of(type, random)! with { Symbol = symbol, TimeUtc = time };

    private static NewsItem News(Random random, string symbol, DateTime time) => new(
        symbol, time, s_headlines[random.Next(s_headlines.Length)], "desk",
        (NewsChannel)random.Next(2), (Stance)random.Next(3), $"{random.Next()}", random.Next(3) == 0 ? double.NaN : random.NextDouble() * 2 - 1);

    private static OptionChain Chain(Random random, DateTime time)
    {
        double level = 0.15 + 0.2 * random.NextDouble(), skew = random.NextDouble() * 0.2;
        return new SomeChain
        {
            TimeUtc = time,
            Spot = 95 + 10 * random.NextDouble(),
            Strikes = [.. Enumerable.Range(0, 11).Select(i => 75.0 + 5 * i)],
            Volatility = (moneyness, _) => level - skew * moneyness,
            Changed = contract => contract with { Volume = random.Next(500), OpenInterest = random.Next(10) == 0 ? double.NaN : random.Next(400) },
        }.Chain;
    }
}
