using System.Globalization;

namespace GoldenSignals.Domain.Sentiment;

/// <summary>Reads the text of a lexicon: our own format, or the published one of VADER as it comes or as a table. Told apart by the first line.</summary>
/// <remarks>
/// Ours begins with <c># lexicon &lt;name&gt; &lt;version&gt;</c>; then come comments (<c>#</c>) and lines
/// <c>form|form|…&lt;TAB&gt;what</c>, where a form is a word or a phrase with single spaces, and <c>what</c> a tone from -4 to 4 other than 0
/// or one of <c>booster</c>, <c>dampener</c>, <c>negation</c>, <c>contrast</c>, <c>neutral</c>. A form stands once.
/// <code>
/// # lexicon goldensignals 1
/// beat|beats|beating	1.8
/// profit warning	-2.9
/// sharply	booster
/// </code>
/// The published text has <c>token&lt;TAB&gt;mean&lt;TAB&gt;deviation[&lt;TAB&gt;ratings]</c> a line, the table
/// <c>token,mean_valence,sd</c> below that header. Both carry tones only; boosters, negations and so on come from our own then. Where such a file
/// has a token twice, apart from its letter case, the last one counts.
/// </remarks>
public static class LexiconText
{
    private const string OwnStart = "# lexicon ", TableHeader = "token,mean_valence,sd";

    /// <param name="name">For messages; also the name of a lexicon that does not name itself.</param>
    /// <exception cref="FormatException">A line is not what it should be; the message names it.</exception>
    public static Lexicon Parse(string text, string name)
    {
        ReadOnlySpan<char> first = text.AsSpan().TrimStart('\uFEFF');
        first = first[..(first.IndexOf('\n') is var end and >= 0 ? end : first.Length)].TrimEnd('\r');
        if (first.StartsWith(OwnStart, StringComparison.Ordinal))
            return Own(text, name, first[OwnStart.Length..].Trim().ToString());
        return first.SequenceEqual(TableHeader) ? Published(text, name, headerLines: 1, Cells) : Published(text, name, headerLines: 0, line => line.Split('\t'));
    }

    private static Lexicon Own(string text, string file, string name)
    {
        var entries = new Dictionary<string, LexiconEntry>(StringComparer.OrdinalIgnoreCase);
        foreach (var (line, number) in Lines(text))
        {
            if (line.StartsWith('#'))
                continue;
            string[] cells = line.Split('\t');
            if (cells.Length != 2)
                throw Wrong(file, number, "expected forms, one tab, and a tone or a role");
            LexiconEntry entry = Meaning(cells[1]) ?? throw Wrong(file, number,
                $"found '{cells[1]}', expected a tone from -4 to 4 other than 0, or booster, dampener, negation, contrast or neutral");
            foreach (string form in cells[0].Split('|'))
            {
                if (form.Length == 0 || form != form.Trim() || form.Contains("  ", StringComparison.Ordinal))
                    throw Wrong(file, number, $"found the form '{form}', expected words with single spaces between them");
                if (!entries.TryAdd(form, entry))
                    throw Wrong(file, number, $"the form '{form}' stands there twice");
            }
        }
        return entries.Count > 0 ? new(name, entries) : throw Wrong(file, 1, "the lexicon has no entry");
    }

    private static LexiconEntry? Meaning(string text) => text switch
    {
        "booster" => new(Boost: 1),
        "dampener" => new(Boost: -1),
        "negation" => new(Negates: true),
        "contrast" => new(Contrasts: true),
        "neutral" => new(),
        _ => Tone(text) is { } tone and not 0 ? new(tone) : null,
    };

    private static Lexicon Published(string text, string file, int headerLines, Func<string, string[]> cellsOf)
    {
        var entries = new Dictionary<string, LexiconEntry>(StringComparer.OrdinalIgnoreCase);
        foreach (var (line, number) in Lines(text).Skip(headerLines))
        {
            string[] cells = cellsOf(line);
            if (cells.Length < 3 || cells[0].Length == 0 || Tone(cells[1]) is not { } tone)
                throw Wrong(file, number, "expected a token, its mean tone from -4 to 4 and a deviation");
            if (tone != 0)
                entries[cells[0]] = new(tone);
        }
        if (entries.Count == 0)
            throw Wrong(file, 1, "the lexicon has no entry");
        foreach (var (form, modifier) in Lexicon.Default.Entries)
            if (modifier.Modifies)
                entries[form] = modifier with { Tone = entries.GetValueOrDefault(form).Tone };
        return new(file, entries);
    }

    /// <summary>The cells of a line of the table: the token may be quoted, and may hold commas then.</summary>
    private static string[] Cells(string line)
    {
        int sd = line.LastIndexOf(','), mean = sd > 0 ? line.LastIndexOf(',', sd - 1) : -1;
        if (mean < 0)
            return [];
        string token = line[..mean];
        if (token is ['"', .., '"'] && token.Length > 1)
            token = token[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal);
        return [token, line[(mean + 1)..sd], line[(sd + 1)..]];
    }

    private static double? Tone(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double tone) && tone is >= -4 and <= 4 ? tone : null;

    private static IEnumerable<(string Line, int Number)> Lines(string text) =>
        text.TrimStart('\uFEFF').Split('\n').Select((line, index) => (Line: line.TrimEnd('\r'), Number: index + 1)).Where(line => line.Line.Length > 0);

    private static FormatException Wrong(string file, int line, string message) => new($"{file}:{line}: {message}.");
}
