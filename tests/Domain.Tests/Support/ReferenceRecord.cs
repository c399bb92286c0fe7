using System.Globalization;

namespace GoldenSignals.Domain.Tests.Support;

/// <summary>
/// <c>Silo/Documentation/indicator-references.csv</c>: which column was held against which reference, over how many rows, and the largest deviation seen.
/// Every comparison checks its own line, so that the file stays true. With the variable GS_RECORD_REFERENCES set to 1 it is written instead;
/// delete it first to get rid of comparisons that no test makes any more.
/// </summary>
public static class ReferenceRecord
{
    private const string Header = "indicator,column,sheet,reference,rows,tolerance,deviation";

    /// <summary>What another processor or another order of the same sum may add to a recorded deviation.</summary>
    private const double Rounding = 1e-12;

    private static readonly Lock s_lock = new();
    private static readonly bool s_write = Environment.GetEnvironmentVariable("GS_RECORD_REFERENCES") is "1";
    private static readonly Lazy<SortedDictionary<string, string>> s_lines = new(Read);

    public static string Path { get; } = System.IO.Path.Combine(Repository.Root, "Silo", "Documentation", "indicator-references.csv");

    public static void Note(Series reference, Series ours, int rows, double tolerance, double deviation)
    {
        string key = $"{ours.Origin},{ours.Column},{reference.Origin},{reference.Column}";
        string line = string.Create(CultureInfo.InvariantCulture, $"{rows},{tolerance:0.#e-00},{(deviation == 0 ? "0" : deviation.ToString("0.0e-00", CultureInfo.InvariantCulture))}");
        lock (s_lock)
        {
            if (s_write)
            {
                s_lines.Value[key] = line;
                File.WriteAllLines(Path, [Header, .. s_lines.Value.Select(pair => $"{pair.Key},{pair.Value}")]);
                return;
            }
            Assert.True(s_lines.Value.TryGetValue(key, out string? recorded), $"{key} stands not in {Path}; GS_RECORD_REFERENCES=1 writes it");
            string[] cells = recorded.Split(',');
            Assert.Equal(line.Split(',')[..2], cells[..2]);
            double limit = double.Parse(cells[2], CultureInfo.InvariantCulture);
            Assert.True(deviation <= 1.05 * limit + Rounding, $"{key}: deviation {deviation:R}, recorded is {limit:R}");
        }
    }

    private static SortedDictionary<string, string> Read()
    {
        var lines = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string[] cells in (File.Exists(Path) ? File.ReadAllLines(Path) : []).Skip(1).Select(line => line.Split(',')))
            lines[string.Join(',', cells[..4])] = string.Join(',', cells[4..]);
        return lines;
    }
}
