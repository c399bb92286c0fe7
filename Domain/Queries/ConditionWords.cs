using System.Globalization;

namespace GoldenSignals.Domain.Queries;

/// <summary>The words of a condition, one after the other.</summary>
internal sealed class ConditionWords(string text)
{
    private const int MaxDepth = 16;
    private static readonly string[] s_operators = ["<=", ">=", "!=", "<", ">", "="];

    private int _at, _depth;

    /// <summary>Takes a word if it comes next. Words may be in any letter case.</summary>
    public bool Take(string word)
    {
        Skip();
        if (string.Compare(text, _at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) != 0)
            return false;
        if (char.IsAsciiLetter(word[0]) && _at + word.Length < text.Length && IsName(text[_at + word.Length]))
            return false;                                            // only the beginning of another
        _at += word.Length;
        return true;
    }

    public void Require(string word)
    {
        if (!Take(word))
            throw Wrong($"{word} is expected");
    }

    /// <summary>A field's name.</summary>
    public string Name() => Run(IsName) is { Length: > 0 } name ? name : throw Wrong("a field is expected");

    /// <summary>A symbol, an action or a reason; in quotes or not.</summary>
    public string Value()
    {
        Skip();
        if (_at < text.Length && text[_at] is '\'' or '"')
        {
            int end = text.IndexOf(text[_at], _at + 1);
            if (end < 0)
                throw Wrong("a quote is not closed");
            string quoted = text[(_at + 1)..end];
            _at = end + 1;
            return quoted;
        }
        return Run(c => IsName(c) || c is '.' or '-' or '/') is { Length: > 0 } value ? value : throw Wrong("a value is expected");
    }

    public string Operator()
    {
        foreach (string one in s_operators)
            if (Take(one))
                return one;
        throw Wrong("< <= > >= = or != is expected");
    }

    public double Number() =>
        double.TryParse(Run(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '+'), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value : throw Wrong("a number is expected");

    public void End()
    {
        Skip();
        if (_at < text.Length)
            throw Wrong("and, or, or the end is expected");
    }

    /// <summary>One level of brackets more, until it is disposed.</summary>
    public Depth Deeper() => ++_depth <= MaxDepth ? new(this) : throw Wrong($"a condition is up to {MaxDepth} levels deep");

    public FormatException Wrong(string what) => new(string.Create(CultureInfo.InvariantCulture, $"at character {_at + 1}: {what}"));

    private string Run(Func<char, bool> isPart)
    {
        Skip();
        int start = _at;
        while (_at < text.Length && isPart(text[_at]))
            _at++;
        return text[start.._at];
    }

    private void Skip()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            _at++;
    }

    private static bool IsName(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    public readonly struct Depth(ConditionWords words) : IDisposable
    {
        public void Dispose() => words._depth--;
    }
}
