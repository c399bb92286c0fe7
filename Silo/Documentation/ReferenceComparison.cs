using System.Globalization;

namespace GoldenSignals.Silo.Documentation;

/// <summary>A column of an indicator as the tests hold it against independent values.</summary>
/// <param name="Indicator">Its class.</param>
/// <param name="Column">At the parameters of the sheet, which need not be those shipped.</param>
/// <param name="Sheet">The file of reference values.</param>
/// <param name="Reference">The file's column.</param>
/// <param name="Rows">Rows compared.</param>
/// <param name="Tolerance">The test's, in units of max(1, |reference|); above 1e-9 where the sheet is printed with few digits.</param>
/// <param name="Deviation">The largest seen, in the same units.</param>
public sealed record ReferenceComparison(string Indicator, string Column, string Sheet, string Reference, int Rows, double Tolerance, double Deviation)
{
    /// <summary>Whether the sheet gives the digits to hold us to.</summary>
    public bool IsExact => Tolerance <= 1e-9;

    /// <summary>All that are recorded: the tests write the file, and hold it true.</summary>
    public static IReadOnlyList<ReferenceComparison> All { get; } = [.. Read()];

    /// <summary>The sheets that no column can be held against, and why. A test holds every sheet to stand here or in a comparison.</summary>
    public static IReadOnlyList<(string Sheet, string Why)> Unused { get; } = [.. Lines("unused-sheets.csv").Select(line => (line.Split(',')[0], line.Split(',', 2)[1]))];

    private static IEnumerable<ReferenceComparison> Read() => Lines("indicator-references.csv").Select(line => line.Split(',')).Select(cells =>
        new ReferenceComparison(cells[0], cells[1], cells[2], cells[3], int.Parse(cells[4], CultureInfo.InvariantCulture), Number(cells[5]), Number(cells[6])));

    /// <summary>Below the header.</summary>
    private static string[] Lines(string resource)
    {
        using var reader = new StreamReader(typeof(ReferenceComparison).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];
    }

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
}
