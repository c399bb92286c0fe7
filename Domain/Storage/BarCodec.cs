using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Storage;

/// <summary>A bar in bytes, its time as the distance from one that both sides know.</summary>
internal static class BarCodec
{
    public const int LeastBytes = 6;

    public static void Write(StateWriter to, in Bar bar, DateTime fromUtc)
    {
        to.Time(bar.OpenTimeUtc, fromUtc);
        to.Number(bar.Open);
        to.Number(bar.High);
        to.Number(bar.Low);
        to.Number(bar.Close);
        to.Number(bar.Volume);
    }

    public static Bar Read(StateReader from, DateTime fromUtc) =>
        new(from.Time(fromUtc), from.Number(), from.Number(), from.Number(), from.Number(), from.Number());

    /// <summary>When the bar after these opens if it comes as long after the last as that came after its own; mostly it does.</summary>
    /// <param name="before">Oldest first; only the last two count.</param>
    public static DateTime Following(ReadOnlySpan<Bar> before) =>
        before.Length == 0 ? default
        : before.Length == 1 ? before[0].OpenTimeUtc
        : new(Math.Min(2 * before[^1].OpenTimeUtc.Ticks - before[^2].OpenTimeUtc.Ticks, DateTime.MaxValue.Ticks), DateTimeKind.Utc);
}
