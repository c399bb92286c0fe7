using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Ichimoku kinko hyo: conversion (tenkan), base (kijun) and the cloud's two edges (senkou a, b). Price units.</summary>
/// <remarks><code>
/// mid(n) = (highest high + lowest low of n bars) / 2
/// tenkan = mid(t);  kijun = mid(k);  senkou_a = (tenkan + kijun) / 2, senkou_b = mid(s), both as they were k bars ago
/// </code>
/// The cloud is plotted k bars ahead, so the cloud at a bar was computed k bars before; nothing here lies ahead of its bar, and
/// the lagging line (chikou) is left out. O(n). First values: tenkan at bar t, kijun at k, senkou_a at 2k (t ≤ k), senkou_b at s + k.
/// Source: Hosoda, Ichimoku Kinko Hyo (1969).</remarks>
/// <param name="tenkan">t, bars, 1 or more.</param>
/// <param name="kijun">k, bars, 1 or more; the published t &lt; k &lt; s.</param>
/// <param name="senkou">s, bars, 1 or more.</param>
[Ships(9, 26, 52)]
public sealed class Ichimoku(int tenkan, int kijun, int senkou) : Indicator
{
    private readonly int _tenkan = PastBars.CheckBars(tenkan, more: kijun), _senkou = PastBars.CheckBars(senkou, more: kijun);
    private readonly int _kijun = PastBars.CheckBars(kijun, more: kijun);

    public override IReadOnlyList<string> Columns { get; } =
        [.. new[] { "tenkan", "kijun", "senkou_a", "senkou_b" }.Select(part => $"ichimoku_{tenkan}_{kijun}_{senkou}_{part}")];

    public override int WarmUp => WarmUpOf(3);

    public override int WarmUpOf(int column) => column switch { 0 => tenkan, 1 => kijun, 2 => Math.Max(tenkan, kijun) + kijun, _ => senkou + kijun };

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        ref readonly PastBars past = ref state.Past(bar);
        values[0] = Middle(past, _tenkan, 0);
        values[1] = Middle(past, _kijun, 0);
        values[2] = (Middle(past, _tenkan, _kijun) + Middle(past, _kijun, _kijun)) / 2;
        values[3] = Middle(past, _senkou, _kijun);
    }

    /// <summary>Of the n bars that ended some bars ago.</summary>
    private static double Middle(in PastBars past, int n, int barsAgo)
    {
        ReadOnlySpan<double> highs = past.Highs(n + barsAgo), lows = past.Lows(n + barsAgo);
        return highs.IsEmpty ? double.NaN : (Series.Highest(highs[..n]) + Series.Lowest(lows[..n])) / 2;
    }
}
