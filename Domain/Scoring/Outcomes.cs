using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Scoring;

/// <summary>What came of a vote made at the close of a bar.</summary>
/// <remarks><code>
/// move(t) = (close(t+h) − open(t+1)) / ATR(t)
/// </code>
/// A vote made at the close of t is filled at the open of t+1 and resolves only once t+h has closed; till then, and while the ATR is not
/// above zero, the move is NaN. So it is what the grid's own track record learns from (<see cref="Consensus.TrackRecord"/>), but not clamped.</remarks>
public static class Outcomes
{
    /// <summary>The move after each bar, in units of the ATR at the bar.</summary>
    /// <param name="atr">Of each bar; NaN while it warms up.</param>
    /// <param name="horizonBars">h, 1 or more.</param>
    public static double[] Moves(ReadOnlySpan<Bar> bars, ReadOnlySpan<double> atr, int horizonBars)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizonBars, 1);
        var moves = new double[bars.Length];
        for (int t = 0; t < moves.Length; t++)
            moves[t] = t + horizonBars < bars.Length && atr[t] > 0
                ? (bars[t + horizonBars].Close - bars[t + 1].Open) / atr[t]
                : double.NaN;
        return moves;
    }

    /// <summary>1 for a rise, 0 for a fall, one half where the price stood still.</summary>
    public static double Up(double move) => move > 0 ? 1 : move < 0 ? 0 : 0.5;
}
