using GoldenSignals.Domain.Indicators.Recurrences;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Ulcer index: root mean square of the drawdowns within n bars. Percent, 0…100.</summary>
/// <remarks><code>
/// UI = √(mean of Dᵢ²);  Dᵢ = 100·(Cᵢ / highest close of the window up to i − 1)
/// </code>
/// The highest close is sought within the same window, so that the first value is at bar n. O(n). A flat or rising window gives 0.
/// Source: Martin and McCann, The Investor's Guide to Fidelity Funds (1989).</remarks>
/// <param name="period">n, 1 or more.</param>
[Ships(14)]
public sealed class UlcerIndex(int period) : Indicator
{
    private readonly int _closes = PastBars.CheckCloses(period);

    public override IReadOnlyList<string> Columns { get; } = [$"ulcer_{period}"];

    public override int WarmUp => period;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        ReadOnlySpan<double> closes = state.Past(bar).Closes(_closes);
        values[0] = closes.IsEmpty ? double.NaN : OfWindow(closes);
    }

    private static double OfWindow(ReadOnlySpan<double> closes)
    {
        double highest = 0, sum = 0;
        foreach (double close in closes)
        {
            highest = double.MaxNative(highest, close);
            double drawdown = 100 * (close / highest - 1);
            sum += drawdown * drawdown;
        }
        return Math.Sqrt(sum / closes.Length);
    }
}
