namespace GoldenSignals.Domain.Universe;

/// <summary>Where each symbol's return stands among those of all: places from 0, the lowest, to 1, the highest.</summary>
/// <remarks>Equal returns share the middle of their places. The buffers grow to the largest number of symbols and stay.
/// Source: the ranking of Jegadeesh and Titman, Returns to Buying Winners and Selling Losers, Journal of Finance 48:1 (1993).</remarks>
internal sealed class MomentumRanks
{
    private double[] _sorted = [];
    private int[] _rows = [];

    /// <param name="members">Of each row.</param>
    public void Give(ReadOnlySpan<UniverseRow> rows, ReadOnlySpan<Member> members)
    {
        if (_sorted.Length < rows.Length)
            (_sorted, _rows) = (new double[rows.Length + rows.Length / 4], new int[rows.Length + rows.Length / 4]);
        int count = 0;
        for (int row = 0; row < rows.Length; row++)
            if (!double.IsNaN(rows[row].Momentum))
                (_sorted[count], _rows[count++]) = (rows[row].Momentum, row);
        if (count < UniverseState.MinSymbols)
            return;
        Span<double> sorted = _sorted.AsSpan(0, count);
        sorted.Sort(_rows.AsSpan(0, count));
        for (int first = 0, end; first < count; first = end)
        {
            for (end = first + 1; end < count && sorted[end] == sorted[first]; end++)
            {
            }
            for (int equal = first; equal < end; equal++)
                members[_rows[equal]].Rank = (first + end - 1) / (2.0 * (count - 1));
        }
    }
}
