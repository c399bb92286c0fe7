namespace GoldenSignals.Domain.Scoring;

/// <summary>Rank correlation: how well one series orders another, whatever their scales.</summary>
public static class Ranks
{
    /// <summary>Ranks from 1, equal values sharing the mean of theirs, moved to mean 0 and scaled to deviation 1; all 0 where all are equal.</summary>
    public static double[] Standardized(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray(), ranks = new double[values.Length];
        var places = new int[values.Length];
        for (int i = 0; i < places.Length; i++)
            places[i] = i;
        Array.Sort(sorted, places);
        double middle = (values.Length + 1) / 2.0, squares = 0;
        for (int first = 0, end; first < sorted.Length; first = end)
        {
            for (end = first + 1; end < sorted.Length && sorted[end] == sorted[first];)
                end++;
            double rank = (first + 1 + end) / 2.0 - middle;
            squares += (end - first) * rank * rank;
            for (int i = first; i < end; i++)
                ranks[places[i]] = rank;
        }
        if (squares > 0)
        {
            double scale = Math.Sqrt(ranks.Length / squares);
            for (int i = 0; i < ranks.Length; i++)
                ranks[i] *= scale;
        }
        return ranks;
    }

    /// <summary>Spearman's ρ, −1…1; NaN where one side does not vary.</summary>
    public static double Spearman(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Pearson.Of(Standardized(x), Standardized(y));
}
