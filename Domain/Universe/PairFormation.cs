using System.Runtime.Intrinsics;
using GoldenSignals.Domain.Indicators.Recurrences;

namespace GoldenSignals.Domain.Universe;

/// <summary>Gives each symbol the partner whose normalised price ran closest to its own, if the two are cointegrated.</summary>
/// <remarks><code>
/// distance(i, j) = mean over the common bar times of (Pᵢ − Pⱼ)²,  P = close / close at the first common bar time
/// </code>
/// Symbols in ordinal order fall into blocks of 64 and look for a partner in their own block only: 64·63/2 distances of 252 terms
/// a block, about 80 million terms or some hundred milliseconds for 10,000 symbols, and so the blocks take turns. A symbol without enough common bar times is nobody's partner. Equal
/// distances: the ordinally first.
/// Source: Gatev, Goetzmann and Rouwenhorst, Pairs Trading: Performance of a Relative-Value Arbitrage Rule, RFS 19:3 (2006).</remarks>
public sealed class PairFormation
{
    /// <summary>Symbols that look for partners among each other.</summary>
    public const int BlockSymbols = 64;

    private const int Length = UniverseState.FormationBars, MinCommon = Length * 3 / 4;

    private readonly double[] _closes = new double[BlockSymbols * Length], _logs = new double[BlockSymbols * Length];

    /// <param name="members">All symbols, in ordinal order.</param>
    /// <param name="newest">Place of the newest closes in their rings.</param>
    /// <param name="turn">Which blocks: this one and every <paramref name="turns"/>th after it.</param>
    internal void Pair(List<Member> members, int newest, int turn, int turns)
    {
        Span<int> partners = stackalloc int[BlockSymbols];
        for (int first = turn * BlockSymbols; first < members.Count; first += turns * BlockSymbols)
        {
            int count = Math.Min(BlockSymbols, members.Count - first);
            for (int i = 0; i < count; i++)
                InTimeOrder(members[first + i].Closes, newest, _closes.AsSpan(i * Length, Length));
            for (int t = 0; t < count * Length; t++)
                _logs[t] = Math.Log(_closes[t]);
            Closest(_closes.AsSpan(0, count * Length), Length, MinCommon, partners[..count]);
            for (int i = 0; i < count; i++)
            {
                Cointegration? pair = partners[i] >= 0 ? Cointegration.Of(Logs(i), Logs(partners[i])) : null;
                members[first + i].Pair(pair is null ? null : members[first + partners[i]], pair ?? default);
            }
        }
    }

    private ReadOnlySpan<double> Logs(int symbol) => _logs.AsSpan(symbol * Length, Length);

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
        int first = 0;
        while (first < a.Length && double.IsNaN(a[first] + b[first]))
            first++;
        if (a.Length - first < minCommon)
            return double.NaN;
        a = a[first..];
        b = b[first..];
        double unitA = 1 / a[0], unitB = 1 / b[0], sum = 0;
        long common = 0;
        Vector256<double> sums = default;
        Vector256<long> counts = default;
        ReadOnlySpan<Vector256<double>> foursA = Series.Fours(a, out ReadOnlySpan<double> restA), foursB = Series.Fours(b, out ReadOnlySpan<double> restB);
        for (int t = 0; t < foursA.Length; t++)
        {
            Vector256<double> difference = foursA[t] * unitA - foursB[t] * unitB;
            Vector256<double> both = Vector256.Equals(difference, difference);      // false where one of the two is NaN
            sums += both & (difference * difference);
            counts -= both.AsInt64();                                               // true is −1
        }
        for (int t = 0; t < restA.Length; t++)
        {
            double difference = restA[t] * unitA - restB[t] * unitB;
            if (double.IsNaN(difference))
                continue;
            sum += difference * difference;
            common++;
        }
        common += Vector256.Sum(counts);
        return common >= minCommon ? (Vector256.Sum(sums) + sum) / common : double.NaN;
    }
}
