namespace GoldenSignals.Domain.Market;

/// <summary>What a symbol may be called: <c>^[A-Z0-9][A-Z0-9.\-/]{0,15}$</c>, without <c>..</c> in it.</summary>
public static class SymbolName
{
    public const string Pattern = @"^[A-Z0-9][A-Z0-9.\-/]{0,15}$";

    public static bool IsValid(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > 16 || !char.IsAsciiLetterUpper(name[0]) && !char.IsAsciiDigit(name[0]))
            return false;
        for (int i = 1; i < name.Length; i++)
        {
            char c = name[i];
            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c) && c is not ('.' or '-' or '/'))
                return false;
            if (c == '.' && name[i - 1] == '.')
                return false;
        }
        return true;
    }
}
