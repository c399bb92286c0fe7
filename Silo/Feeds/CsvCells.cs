using System.Globalization;

namespace GoldenSignals.Silo.Feeds;

/// <summary>Takes one line of CSV apart, without a string for it: cells between commas, in double quotes where they hold one.</summary>
internal sealed class CsvCells
{
    private static readonly double[] s_powersOf10 = [.. Enumerable.Range(0, 23).Select(power => double.Parse($"1e{power}", CultureInfo.InvariantCulture))];
    private const ulong ExactIntegers = 1UL << 53;

    private (int Start, int End)[] _cells = new (int, int)[16];

    public int Count { get; private set; }

    /// <returns>False if a quote is open at the end of the line, or closes before the end of its cell.</returns>
    public bool TrySplit(ReadOnlySpan<byte> line)
    {
        Count = 0;
        int at = 0;
        while (true)
        {
            if (at < line.Length && line[at] == '"')
            {
                int close = ClosingQuote(line, at + 1);
                if (close < 0 || close + 1 < line.Length && line[close + 1] != ',')
                    return false;
                Add(at + 1, close);
                at = close + 1;
            }
            else
            {
                int comma = line[at..].IndexOf((byte)',');
                int end = comma < 0 ? line.Length : at + comma;
                Add(at, end);
                at = end;
            }
            if (at >= line.Length)
                return true;
            at++;                                                   // the comma; a cell follows, be it empty
        }
    }

    /// <summary>A cell of the line that was split, without its quotes; a doubled quote in it stays doubled.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> line, int cell)
    {
        var (start, end) = _cells[cell];
        ReadOnlySpan<byte> text = line[start..end];
        return text.IsEmpty || text[0] != ' ' && text[^1] != ' ' ? text : text.Trim((byte)' ');
    }

    /// <summary>The double nearest to a decimal number; also NaN and Infinity in words, and infinity for what is too large.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> text, out double value)
    {
        // Up to 2^53 over up to 10^22 both are exact doubles, so one division rounds correctly (Clinger 1990).
        ulong digits = 0;
        int at = text.Length > 0 && text[0] == '-' ? 1 : 0, first = at, point = -1;
        for (; at < text.Length && digits < ExactIntegers / 16; at++)
        {
            uint digit = (uint)(text[at] - '0');
            if (digit <= 9)
                digits = digits * 10 + digit;
            else if (text[at] == '.' && point < 0)
                point = at;
            else
                break;
        }
        int decimals = point < 0 ? 0 : at - point - 1;
        if (at != text.Length || at - first - (point < 0 ? 0 : 1) == 0 || decimals > 22)
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        value = decimals == 0 ? digits : digits / s_powersOf10[decimals];
        if (first == 1)
            value = -value;
        return true;
    }

    private static int ClosingQuote(ReadOnlySpan<byte> line, int at)
    {
        while (true)
        {
            int quote = line[at..].IndexOf((byte)'"');
            if (quote < 0)
                return -1;
            at += quote;
            if (at + 1 >= line.Length || line[at + 1] != '"')
                return at;
            at += 2;
        }
    }

    private void Add(int start, int end)
    {
        if (Count == _cells.Length)
            Array.Resize(ref _cells, Count * 2);
        _cells[Count++] = (start, end);
    }
}
