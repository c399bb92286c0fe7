namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>Wilder's relative strength of a series, from its changes: 100·U / (U + D), U and D the Wilder averages of rises and falls. 0…100, 50 where there was neither.</summary>
/// <remarks>NaN before the n-th change; a NaN input is not counted. Source: Wilder, New Concepts in Technical Trading Systems (1978).</remarks>
public readonly struct RelativeStrength(int period)
{
    private readonly WilderAverage _average = new(period);

    public double Next(ref StateCursor state, double change)
    {
        double up = _average.Next(ref state, Math.Max(change, 0));
        double down = _average.Next(ref state, Math.Max(-change, 0));
        return up + down == 0 ? 50 : 100 * up / (up + down);
    }
}
