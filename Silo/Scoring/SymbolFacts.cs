using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Scoring;

namespace GoldenSignals.Silo.Scoring;

/// <summary>What can be said of a symbol's data by looking at it.</summary>
/// <param name="InSample">Bars before the split.</param>
/// <param name="OutOfSample">Bars after split and embargo.</param>
/// <param name="ClosesOnly">Share of bars whose high and low are one number, as in a table of closes.</param>
/// <param name="WithoutVolume">Share of bars without volume.</param>
/// <param name="LargestGap">Largest step from a close to the next open, as a fraction; an unadjusted split would show here.</param>
public sealed record SymbolFacts(
    string Symbol, TimeSpan Interval, int Bars, int InSample, int OutOfSample, DateTime FirstUtc, DateTime LastUtc, double ClosesOnly, double WithoutVolume, double LargestGap, DateTime LargestGapUtc)
{
    /// <summary>A gap beyond this is pointed at.</summary>
    public const double SuspiciousGap = 0.25;

    public static SymbolFacts Of(SymbolTrack track, SampleSplit split)
    {
        ReadOnlySpan<Bar> bars = track.Bars;
        (int from, int to) = split.Of(Sample.InSample, bars, track.Interval, reachBars: 0);
        (int testFrom, int testTo) = split.Of(Sample.OutOfSample, bars, track.Interval, reachBars: 0);
        int flat = 0, silent = 0;
        double gap = 0;
        DateTime gapAt = bars[0].OpenTimeUtc;
        for (int i = 0; i < bars.Length; i++)
        {
            flat += bars[i].High == bars[i].Low ? 1 : 0;
            silent += bars[i].Volume == 0 ? 1 : 0;
            if (i > 0 && Math.Abs(bars[i].Open / bars[i - 1].Close - 1) is var step && step > Math.Abs(gap))
                (gap, gapAt) = (bars[i].Open / bars[i - 1].Close - 1, bars[i].OpenTimeUtc);
        }
        return new(track.Symbol, track.Interval, bars.Length, to - from, testTo - testFrom, bars[0].OpenTimeUtc, bars[^1].OpenTimeUtc, (double)flat / bars.Length, (double)silent / bars.Length, gap, gapAt);
    }
}
