namespace GoldenSignals.Domain.Sentiment;

/// <summary>One word or phrase of a text as the scorer hears it.</summary>
/// <param name="Entry">What the lexicon has of it, or the default.</param>
/// <param name="InCapitals">Whether it has letters, all of them capital.</param>
internal readonly record struct Word(LexiconEntry Entry, bool InCapitals);

/// <summary>The words of a text, one at a time; a phrase of the lexicon counts as one word.</summary>
/// <remarks>Words end at white space or a dash between words. Punctuation around a word is left out, unless the lexicon has the word with it, as it has emoticons.</remarks>
internal ref struct Words(Lexicon lexicon, ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    public Word Current { get; private set; }

    public bool MoveNext()
    {
        while (TryToken(ref _at, out int start, out int end))
        {
            if (lexicon.TryFind(_text[start..end], out LexiconEntry entry))
            {
                Current = new(entry, InCapitals(_text[start..end]));
                TakePhrase(start, end);
                return true;
            }
            bool punctuated = TryTrim(ref start, ref end);
            if (start == end)
                continue;
            ReadOnlySpan<char> word = _text[start..end];
            if (punctuated)
                lexicon.TryFind(word, out entry);
            if (IsContractedNot(word))
                entry = entry with { Negates = true };
            Current = new(entry, InCapitals(word));
            TakePhrase(start, end);
            return true;
        }
        return false;
    }

    /// <summary>Goes on to the end of the longest phrase of the lexicon that begins with a word.</summary>
    private void TakePhrase(int start, int end)
    {
        int after = _at, longest = lexicon.LongestPhraseFrom(_text[start..end]);
        for (int words = 2; words <= longest && TryToken(ref after, out int next, out end); words++)
        {
            TryTrim(ref next, ref end);
            if (lexicon.TryFind(_text[start..end], out LexiconEntry phrase))
                (Current, _at) = (new(phrase, InCapitals(_text[start..end])), after);
        }
    }

    private readonly bool TryToken(ref int at, out int start, out int end)
    {
        while (at < _text.Length && IsSpace(at))
            at++;
        start = at;
        while (at < _text.Length && !IsSpace(at))
            at++;
        end = at;
        return start < end;
    }

    private readonly bool IsSpace(int at) => char.IsWhiteSpace(_text[at]) || _text[at] is '—' or '–';

    private readonly bool TryTrim(ref int start, ref int end)
    {
        int length = end - start;
        while (start < end && !char.IsLetterOrDigit(_text[start]))
            start++;
        while (start < end && !char.IsLetterOrDigit(_text[end - 1]))
            end--;
        return end - start < length;
    }

    private static bool IsContractedNot(ReadOnlySpan<char> word) =>
        word.Length > 3 && word[^1] is 't' or 'T' && word[^2] is '\'' or '’' && word[^3] is 'n' or 'N';

    private static bool InCapitals(ReadOnlySpan<char> word)
    {
        bool any = false;
        foreach (char c in word)
        {
            if (char.IsLower(c))
                return false;
            any |= char.IsUpper(c);
        }
        return any;
    }
}
