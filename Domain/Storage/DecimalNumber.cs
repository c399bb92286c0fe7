namespace GoldenSignals.Domain.Storage;

/// <summary>A double as a whole number of decimal units, as prices and sizes mostly are.</summary>
/// <remarks><code>
/// 8·n + s    n units of 1, 1/100, 1/100,000 or 1/100,000,000 for s = 0…3
/// </code>
/// n and the divisor are exact, so their quotient is rounded once: n / 10^k has the same bits wherever it is computed, and those of the literal.</remarks>
internal static class DecimalNumber
{
    /// <summary>Stands for a double that has no such form.</summary>
    public const long None = 4;

    private const int Bits = 3;
    private const double MostUnits = 1L << 53, Finest = 1e8;

    private static ReadOnlySpan<double> Divisors => [1, 1e2, 1e5, Finest];

    public static bool TrySplit(double value, out long units)
    {
        units = None;
        double scaled = value * Finest;
        if (!(Math.Abs(value) < MostUnits))
            return false;
        long whole = (long)value;
        if (IsSame(whole, value))
        {
            units = whole << Bits;
            return true;
        }
        if (!(Math.Abs(scaled) < MostUnits) || !IsSame((whole = (long)Math.Round(scaled)) / Finest, value))
            return false;
        units = whole % 1_000_000 == 0 ? whole / 1_000_000 << Bits | 1 : whole % 1_000 == 0 ? whole / 1_000 << Bits | 2 : whole << Bits | 3;
        return true;
    }

    public static bool TryJoin(long units, out double value)
    {
        int scale = (int)(units & (1 << Bits) - 1);
        value = scale < Divisors.Length ? (units >> Bits) / Divisors[scale] : double.NaN;
        return scale < Divisors.Length;
    }

    // Minus zero is not zero here.
    private static bool IsSame(double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b);
}
