namespace GoldenSignals.Domain.Universe;

/// <summary>Gives each symbol the partner whose normalised price ran closest to its own, if the two are cointegrated.</summary>
/// <remarks><code>
/// distance(i, j) = mean over the common bar times of (Pᵢ − Pⱼ)²,  P = close / close at the first common bar time
/// </code>
/// Symbols in ordinal order fall into blocks of 64 and look for a partner in their own block only: 64·63/2 distances of 252 terms
/// a block, about 80 million terms for 10,000 symbols. A symbol without enough common bar times is nobody's partner. Equal
/// distances: the ordinally first.
/// Source: Gatev, Goetzmann and Rouwenhorst, Pairs Trading: Performance of a Relative-Value Arbitrage Rule, RFS 19:3 (2006).</remarks>
public sealed class PairFormation
{
    /// <summary>Symbols that look for partners among each other.</summary>
    public const int BlockSymbols = 64;

    private const int Length = UniverseState.FormationBars, MinCommon = Length * 3 / 4;

    private readonly double[] _closes = new double[BlockSymbols * Length];

    /// <param name="members">All symbols, in ordinal order.</param>
    /// <param name="newest">Place of the newest closes in their rings.</param>
    internal void Pair(List<Member> members, int newest)
    {
        Span<int> partners = stackalloc int[BlockSymbols];
        for (int first = 0; first < members.Count; first += BlockSymbols)
        {
            int count = Math.Min(BlockSymbols, members.Count - first);
            for (int i = 0; i < count; i++)
                InTimeOrder(members[first + i].Closes, newest, Row(i));
            Closest(_closes.AsSpan(0, count * Length), Length, MinCommon, partners[..count]);
            for (int i = 0; i < count; i++)
            {
                Cointegration? pair = partners[i] >= 0 ? Cointegration.Of(Row(i), Row(partners[i])) : null;
                members[first + i].Pair(pair is null ? null : members[first + partners[i]], pair ?? default);
            }
        }
    }

    private Span<double> Row(int symbol) => _closes.AsSpan(symbol * Length, Length);

    private static void InTimeOrder(double[] ring, int newest, Span<double> row)
    {
        ring.AsSpan(newest + 1).CopyTo(row);
        ring.AsSpan(0, newest + 1).CopyTo(row[(ring.Length - newest - 1)..]);
    }

    /// <param name="closes">One row for each symbol of a block, in time order, NaN where it has none.</param>
    /// <param name="length">Bar times of a row.</param>
    /// <param name="minCommon">Common bar times that a pair needs.</param>
    /// <param name="partners">For each row the index of its partner, −1 when there is none.</param>
    public static void Closest(ReadOnlySpan<double> closes, int length, int minCommon, Span<int> partners)
    {
        Span<double> least = stackalloc double[BlockSymbols];
        least = least[..partners.Length];
        least.Fill(double.PositiveInfinity);
        partners.Fill(-1);
        for (int i = 0; i < partners.Length; i++)
            for (int j = i + 1; j < partners.Length; j++)
            {
                double distance = Distance(closes.Slice(i * length, length), closes.Slice(j * length, length), minCommon);
                if (distance < least[i])
                    (least[i], partners[i]) = (distance, j);
                if (distance < least[j])
                    (least[j], partners[j]) = (distance, i);
            }
    }

    /// <returns>NaN with too few common bar times.</returns>
    private static double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int minCommon)
    {
        double unitA = double.NaN, unitB = double.NaN, sum = 0;
        int common = 0;
        for (int t = 0; t < a.Length; t++)
        {
            if (double.IsNaN(a[t] + b[t]))
                continue;
            if (common++ == 0)
                (unitA, unitB) = (1 / a[t], 1 / b[t]);
            double difference = a[t] * unitA - b[t] * unitB;
            sum += difference * difference;
        }
        return common >= minCommon ? sum / common : double.NaN;
    }
}
