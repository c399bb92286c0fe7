using GoldenSignals.Domain.Agents;

namespace GoldenSignals.Domain.Consensus;

/// <summary>How little the mean of the votes is to be relied on: its standard error over the voters.</summary>
/// <remarks><code>
/// D = √( Σ c·(d − d̄)² / Σ c / n_eff );  d̄ = Σ c·d / Σ c        0 where all agree … 1 where one vote's worth is torn in two
/// </code>
/// Many independent voters that are split make a tie that is well known, and the score says so; a few that are split tell nothing.
/// Source: standard error of a weighted mean with the design effect, Kish, Survey Sampling (1965).</remarks>
public static class Disagreement
{
    /// <param name="effective">n_eff of the voters (<see cref="VoteCorrelation.Effective"/>).</param>
    public static double Of(ReadOnlySpan<Vote> votes, double effective)
    {
        double top = 0, all = 0, sum = 0, squares = 0;
        foreach (ref readonly Vote vote in votes)
            top = Math.Max(top, vote.Confidence);
        if (top == 0)
            return 0;
        foreach (ref readonly Vote vote in votes)
        {
            double mass = vote.Confidence / top;
            all += mass;
            sum += mass * vote.Direction;
            squares += mass * vote.Direction * vote.Direction;
        }
        double mean = sum / all;
        return Math.Min(1, Math.Sqrt(Math.Max(squares / all - mean * mean, 0) / effective));
    }
}
