namespace GoldenSignals.Domain.Scoring;

/// <summary>Many tests at once: of what is called a discovery at q, at most the share q is expected to be chance.</summary>
/// <remarks><code>
/// q(i) = min over j ≥ i of  m·p(j) / j,  at most 1            p in rising order, m tests
/// </code>Source: Benjamini and Hochberg, Controlling the false discovery rate (1995).</remarks>
public static class BenjaminiHochberg
{
    /// <summary>The q of each p, in the order given. NaN, a test that could not be made, stays NaN and counts in no m.</summary>
    public static double[] Adjust(IReadOnlyList<double> p)
    {
        int[] order = [.. Enumerable.Range(0, p.Count).Where(i => !double.IsNaN(p[i])).OrderBy(i => p[i])];
        var q = new double[p.Count];
        Array.Fill(q, double.NaN);
        double least = 1;
        for (int rank = order.Length; rank >= 1; rank--)
            q[order[rank - 1]] = least = Math.Min(least, p[order[rank - 1]] * order.Length / rank);
        return q;
    }
}
