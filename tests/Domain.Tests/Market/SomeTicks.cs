using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Tests.Market;

/// <summary>Ticks for tests: by hand, or random from a seed.</summary>
internal static class SomeTicks
{
    public static readonly DateTime Start = new(2024, 1, 2, 14, 30, 0, DateTimeKind.Utc);

    public static Tick At(double seconds, double price, double size = 1, long sequence = 0, string source = "a") =>
        new("ABC", Start.AddSeconds(seconds), price, size, source, sequence);

    /// <summary>In time order, some at equal times, some after gaps of many minutes; whole sizes, so that sums are exact in any order.</summary>
    public static Tick[] InOrder(int seed, int count)
    {
        var random = new Random(seed);
        var ticks = new Tick[count];
        double seconds = random.Next(0, 3600), price = 100;
        for (int i = 0; i < count; i++)
        {
            seconds += random.Next(10) switch { 0 => 0, 1 => random.Next(0, 1000), _ => random.NextDouble() * 20 };
            price *= 1 + (random.NextDouble() - 0.5) * 0.01;
            ticks[i] = At(seconds, price, random.Next(0, 1000), i + 1);
        }
        return ticks;
    }
}
