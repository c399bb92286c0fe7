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
}
