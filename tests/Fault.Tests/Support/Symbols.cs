using System.Globalization;

namespace GoldenSignals.Fault.Tests.Support;

internal static class Symbols
{
    /// <summary>The first symbols of a shard, by number.</summary>
    public static string[] Of(int shard, int shards, int count) =>
        [.. Enumerable.Range(0, int.MaxValue).Select(i => string.Create(CultureInfo.InvariantCulture, $"S{i:D6}")).Where(symbol => Grains.Shards.Of(symbol, shards) == shard).Take(count)];
}
