namespace GoldenSignals.Domain.Universe;

/// <summary>Where each symbol's return stands among those of all: places from 0, the lowest, to 1, the highest.</summary>
/// <remarks>Equal returns share the middle of their places. The buffer grows to the largest number of symbols and stays.
/// Source: the ranking of Jegadeesh and Titman, Returns to Buying Winners and Selling Losers, Journal of Finance 48:1 (1993).</remarks>
internal sealed class MomentumRanks
{
    private double[] _sorted = [];

    public void Give(ReadOnlySpan<UniverseRow> rows, Dictionary<string, Member> members)
    {
        if (_sorted.Length < rows.Length)
            _sorted = new double[rows.Length + rows.Length / 4];
        int count = 0;
        foreach (ref readonly UniverseRow row in rows)
            if (!double.IsNaN(row.Momentum))
                _sorted[count++] = row.Momentum;
        if (count < UniverseState.MinSymbols)
            return;
        Span<double> sorted = _sorted.AsSpan(0, count);
        sorted.Sort();
        foreach (ref readonly UniverseRow row in rows)
        {
            if (double.IsNaN(row.Momentum))
                continue;
            int below = Below(sorted, row.Momentum), notAbove = Below(sorted, Math.BitIncrement(row.Momentum));
            members[row.Symbol].Rank = (below + notAbove - 1) / (2.0 * (count - 1));
        }
    }

    /// <summary>How many of the sorted values lie below the limit.</summary>
    private static int Below(ReadOnlySpan<double> sorted, double limit)
    {
        int from = 0, to = sorted.Length;
        while (from < to)
        {
            int middle = (from + to) / 2;
            if (sorted[middle] < limit)
                from = middle + 1;
            else
                to = middle;
        }
        return from;
    }
}
