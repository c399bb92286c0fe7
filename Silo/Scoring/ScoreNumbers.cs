using System.Globalization;

namespace GoldenSignals.Silo.Scoring;

/// <summary>Numbers of a report as text.</summary>
internal static class ScoreNumbers
{
    /// <summary>A dash where there is no number; with a leading + in the format, the sign is always written.</summary>
    public static string Text(double value, string format)
    {
        if (!double.IsFinite(value))
            return "-";
        string text = value.ToString(format.TrimStart('+'), CultureInfo.InvariantCulture);
        return format[0] == '+' && text[0] != '-' ? "+" + text : text;
    }
}
