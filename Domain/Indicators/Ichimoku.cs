using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Ichimoku kinko hyo: conversion (tenkan), base (kijun) and the cloud's two edges (senkou a, b). Price units.</summary>
/// <remarks><code>
/// mid(n) = (highest high + lowest low of n bars) / 2
/// tenkan = mid(t);  kijun = mid(k);  senkou_a = (tenkan + kijun) / 2, senkou_b = mid(s), both as they were k bars ago
/// </code>
/// The cloud is plotted k bars ahead, so the cloud at a bar was computed k bars before; nothing here lies ahead of its bar, and
/// the lagging line (chikou) is left out. First values: tenkan at bar t, kijun at k, senkou_a at 2k (t ≤ k), senkou_b at s + k.
/// Source: Hosoda, Ichimoku Kinko Hyo (1969).</remarks>
/// <param name="tenkan">t, bars, 1 or more.</param>
/// <param name="kijun">k, bars, 1 or more; the published t &lt; k &lt; s.</param>
/// <param name="senkou">s, bars, 1 or more.</param>
[Ships(9, 26, 52)]
public sealed class Ichimoku(int tenkan, int kijun, int senkou) : Indicator
{
    private readonly MidRange _tenkan = new(tenkan), _kijun = new(kijun), _senkou = new(senkou);
    private readonly Delay _ahead = new(kijun);

    public override IReadOnlyList<string> Columns { get; } =
        [.. new[] { "tenkan", "kijun", "senkou_a", "senkou_b" }.Select(part => $"ichimoku_{tenkan}_{kijun}_{senkou}_{part}")];

    public override int WarmUp => WarmUpOf(3);

    public override int WarmUpOf(int column) => column switch { 0 => tenkan, 1 => kijun, 2 => Math.Max(tenkan, kijun) + kijun, _ => senkou + kijun };

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double fast = _tenkan.Next(ref state, bar), slow = _kijun.Next(ref state, bar);
        values[0] = fast;
        values[1] = slow;
        values[2] = _ahead.Next(ref state, (fast + slow) / 2);
        values[3] = _ahead.Next(ref state, _senkou.Next(ref state, bar));
    }

    private readonly struct MidRange(int period)
    {
        private readonly RollingExtreme _highest = RollingExtreme.Highest(period);
        private readonly RollingExtreme _lowest = RollingExtreme.Lowest(period);

        public double Next(ref StateCursor state, in Bar bar) =>
            (_highest.Next(ref state, bar.High) + _lowest.Next(ref state, bar.Low)) / 2;
    }
}
