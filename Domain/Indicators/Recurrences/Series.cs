using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>What is computed over a stretch of values, four at a time: lanes of fixed width give a sum the same bits on every processor.</summary>
/// <remarks>All of them are NaN of no values, which stand for "not yet".</remarks>
public static class Series
{
    /// <summary>Mean, summed as distances from the first value: exact where all are equal.</summary>
    public static double Mean(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
            return double.NaN;
        double first = values[0], sum = 0;
        Vector256<double> origin = Vector256.Create(first), sums = default;
        ReadOnlySpan<Vector256<double>> fours = Fours(values, out ReadOnlySpan<double> rest);
        foreach (ref readonly Vector256<double> four in fours)
            sums += four - origin;
        foreach (double value in rest)
            sum += value - first;
        return first + (Vector256.Sum(sums) + sum) / values.Length;
    }

    /// <summary>Σ value.</summary>
    public static double Sum(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
            return double.NaN;
        double sum = 0;
        Vector256<double> sums = default;
        ReadOnlySpan<Vector256<double>> fours = Fours(values, out ReadOnlySpan<double> rest);
        foreach (ref readonly Vector256<double> four in fours)
            sums += four;
        foreach (double value in rest)
            sum += value;
        return Vector256.Sum(sums) + sum;
    }

    /// <summary>Σ |value|.</summary>
    public static double SumOfSizes(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
            return double.NaN;
        double sum = 0;
        Vector256<double> sums = default;
        ReadOnlySpan<Vector256<double>> fours = Fours(values, out ReadOnlySpan<double> rest);
        foreach (ref readonly Vector256<double> four in fours)
            sums += Vector256.Abs(four);
        foreach (double value in rest)
            sum += Math.Abs(value);
        return Vector256.Sum(sums) + sum;
    }

    /// <summary>Each size with the sign of the step that came with it; 0 where there was none.</summary>
    /// <param name="sizes">n.</param>
    /// <param name="values">n + 1, whose n steps give the signs.</param>
    /// <param name="signed">Room for n; may be the sizes.</param>
    public static void Signed(ReadOnlySpan<double> sizes, ReadOnlySpan<double> values, Span<double> signed)
    {
        ReadOnlySpan<Vector256<double>> fours = Fours(sizes, out ReadOnlySpan<double> rest);
        ReadOnlySpan<Vector256<double>> befores = Fours(values[..^1], out ReadOnlySpan<double> beforesOfRest);
        ReadOnlySpan<Vector256<double>> afters = Fours(values[1..], out ReadOnlySpan<double> aftersOfRest);
        Span<Vector256<double>> signedFours = MemoryMarshal.Cast<double, Vector256<double>>(signed);
        for (int i = 0; i < fours.Length; i++)
            signedFours[i] = (fours[i] & Vector256.GreaterThan(afters[i], befores[i])) - (fours[i] & Vector256.LessThan(afters[i], befores[i]));
        for (int i = 0; i < rest.Length; i++)
            signed[4 * fours.Length + i] = Math.Sign(aftersOfRest[i] - beforesOfRest[i]) * rest[i];
    }

    /// <summary>Σ (value − centre)².</summary>
    public static double SquaredDistances(ReadOnlySpan<double> values, double centre)
    {
        if (values.IsEmpty)
            return double.NaN;
        double sum = 0;
        Vector256<double> centres = Vector256.Create(centre), sums = default;
        ReadOnlySpan<Vector256<double>> fours = Fours(values, out ReadOnlySpan<double> rest);
        foreach (ref readonly Vector256<double> four in fours)
        {
            Vector256<double> distance = four - centres;
            sums += distance * distance;
        }
        foreach (double value in rest)
            sum += (value - centre) * (value - centre);
        return Vector256.Sum(sums) + sum;
    }

    /// <summary>Σ |one − other|, as far as the ones reach.</summary>
    public static double Distances(ReadOnlySpan<double> ones, ReadOnlySpan<double> others)
    {
        if (ones.IsEmpty || others.IsEmpty)
            return double.NaN;
        double sum = 0;
        Vector256<double> sums = default;
        ReadOnlySpan<Vector256<double>> fours = Fours(ones, out ReadOnlySpan<double> rest);
        ReadOnlySpan<Vector256<double>> otherFours = Fours(others[..ones.Length], out ReadOnlySpan<double> otherRest);
        for (int i = 0; i < fours.Length; i++)
            sums += Vector256.Abs(fours[i] - otherFours[i]);
        for (int i = 0; i < rest.Length; i++)
            sum += Math.Abs(rest[i] - otherRest[i]);
        return Vector256.Sum(sums) + sum;
    }

    /// <summary>Σ |value − value before|: the way that they went.</summary>
    public static double Path(ReadOnlySpan<double> values) => values.IsEmpty ? double.NaN : Distances(values[1..], values[..^1]);

    /// <summary>Σ weight·(value − origin).</summary>
    public static double Weighted(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, double origin)
    {
        if (values.IsEmpty)
            return double.NaN;
        double sum = 0;
        Vector256<double> origins = Vector256.Create(origin), sums = default;
        ReadOnlySpan<Vector256<double>> fours = Fours(values, out ReadOnlySpan<double> rest);
        ReadOnlySpan<Vector256<double>> weightsOfFours = Fours(weights[..values.Length], out ReadOnlySpan<double> weightsOfRest);
        for (int i = 0; i < fours.Length; i++)
            sums += (fours[i] - origins) * weightsOfFours[i];
        for (int i = 0; i < rest.Length; i++)
            sum += (rest[i] - origin) * weightsOfRest[i];
        return Vector256.Sum(sums) + sum;
    }

    public static double Highest(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
            return double.NaN;
        double highest = values[^1];
        ReadOnlySpan<Vector256<double>> fours = Fours(values, out ReadOnlySpan<double> rest);
        if (!fours.IsEmpty)
        {
            Vector256<double> each = fours[0];
            foreach (ref readonly Vector256<double> four in fours[1..])
                each = Vector256.MaxNative(each, four);
            Vector128<double> two = Vector128.MaxNative(each.GetLower(), each.GetUpper());
            highest = double.MaxNative(two[0], two[1]);
        }
        foreach (double value in rest)
            highest = double.MaxNative(highest, value);
        return highest;
    }

    public static double Lowest(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
            return double.NaN;
        double lowest = values[^1];
        ReadOnlySpan<Vector256<double>> fours = Fours(values, out ReadOnlySpan<double> rest);
        if (!fours.IsEmpty)
        {
            Vector256<double> each = fours[0];
            foreach (ref readonly Vector256<double> four in fours[1..])
                each = Vector256.MinNative(each, four);
            Vector128<double> two = Vector128.MinNative(each.GetLower(), each.GetUpper());
            lowest = double.MinNative(two[0], two[1]);
        }
        foreach (double value in rest)
            lowest = double.MinNative(lowest, value);
        return lowest;
    }

    /// <summary>How many values lie strictly below a limit; 0 of no values.</summary>
    public static int CountBelow(ReadOnlySpan<double> values, double limit)
    {
        Vector256<double> limits = Vector256.Create(limit);
        Vector256<long> counts = default;
        ReadOnlySpan<Vector256<double>> fours = Fours(values, out ReadOnlySpan<double> rest);
        foreach (ref readonly Vector256<double> four in fours)
            counts -= Vector256.LessThan(four, limits).AsInt64();           // true is −1
        int count = (int)Vector256.Sum(counts);
        foreach (double value in rest)
            count += value < limit ? 1 : 0;
        return count;
    }

    /// <summary>The values four by four, and the up to three that are left over.</summary>
    internal static ReadOnlySpan<Vector256<double>> Fours(ReadOnlySpan<double> values, out ReadOnlySpan<double> rest)
    {
        ReadOnlySpan<Vector256<double>> fours = MemoryMarshal.Cast<double, Vector256<double>>(values);
        rest = values[(4 * fours.Length)..];
        return fours;
    }
}
