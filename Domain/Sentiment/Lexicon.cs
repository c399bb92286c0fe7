using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GoldenSignals.Domain.Sentiment;

/// <summary>What a word or phrase does to the tone of a text. The default is a phrase without any effect, such as "at least".</summary>
/// <param name="Tone">Its own tone, -4 (worst) … 4 (best); 0 for none.</param>
/// <param name="Boost">What it adds to the strength of the word after it, in units of one booster: 1, or -1 for a dampener; 0 for none.</param>
/// <param name="Negates">Turns the tone of what follows.</param>
/// <param name="Contrasts">What follows outweighs what came before, as after "but".</param>
public readonly record struct LexiconEntry(double Tone = 0, int Boost = 0, bool Negates = false, bool Contrasts = false)
{
    /// <summary>Whether it counts as a word of tone. A booster does not, even where it has a tone by itself.</summary>
    public bool HasTone => Tone != 0 && Boost == 0;

    /// <summary>Whether it changes the tone of other words.</summary>
    public bool Modifies => Boost != 0 || Negates || Contrasts || Tone == 0;
}

/// <summary>Words and phrases with their tone, and the words that change the tone of others. Immutable; letter case does not matter.</summary>
/// <remarks>Looked up by span, without an allocation. <see cref="LexiconText"/> says how the files look.</remarks>
public sealed class Lexicon
{
    private static readonly Lazy<Lexicon> s_default = new(() => LexiconText.Parse(Resource("lexicon.tsv"), "lexicon.tsv"));

    private readonly FrozenDictionary<string, LexiconEntry> _entries;
    private readonly FrozenDictionary<string, LexiconEntry>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _phraseWords;

    /// <param name="name">What people call it.</param>
    /// <param name="entries">By word, or by phrase with single spaces in it.</param>
    public Lexicon(string name, IEnumerable<KeyValuePair<string, LexiconEntry>> entries)
    {
        Name = name;
        _entries = entries.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        Version = Fingerprint();
        _bySpan = _entries.GetAlternateLookup<ReadOnlySpan<char>>();
        _phraseWords = _entries.Keys.Where(key => key.Contains(' '))
            .GroupBy(key => key[..key.IndexOf(' ')], key => key.Count(c => c == ' ') + 1, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(group => group.Key, group => group.Max(), StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The project's own, an embedded resource.</summary>
    public static Lexicon Default => s_default.Value;

    public string Name { get; }

    /// <summary>Eight hexadecimal digits that change with any entry: what was scored with this lexicon, another may score otherwise.</summary>
    public string Version { get; }

    /// <summary>Words and phrases.</summary>
    public int Count => _entries.Count;

    public IReadOnlyDictionary<string, LexiconEntry> Entries => _entries;

    /// <summary>The entry of a word or phrase; false if there is none.</summary>
    public bool TryFind(ReadOnlySpan<char> words, out LexiconEntry entry) => _bySpan.TryGetValue(words, out entry);

    /// <summary>Words of the longest phrase that begins with this one; 1 if none does.</summary>
    public int LongestPhraseFrom(ReadOnlySpan<char> word) => _phraseWords.TryGetValue(word, out int words) ? words : 1;

    private string Fingerprint()
    {
        var text = new StringBuilder();
        foreach (var (form, entry) in _entries.OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase))
            text.Append(CultureInfo.InvariantCulture, $"{form.ToLowerInvariant()}\t{entry.Tone:R} {entry.Boost} {entry.Negates} {entry.Contrasts}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..8];
    }

    private static string Resource(string name)
    {
        using Stream stream = typeof(Lexicon).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }
}
