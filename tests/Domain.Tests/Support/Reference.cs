using System.Globalization;
using System.IO.Compression;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Tests.Support;

/// <summary>A gzipped CSV of the shared data: reference values published by others, or bars.</summary>
public sealed class Reference
{
    private readonly string _name;
    private readonly string[] _header;
    private readonly string[][] _rows;

    private Reference(string name, string[] header, string[][] rows) => (_name, _header, _rows) = (name, header, rows);

    /// <param name="name">Path below the data folder without its ending, for instance <c>reference/skender_sheets/Rsi</c>.</param>
    public static Reference Sheet(string name, string ending = ".csv.gz")
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedData.PathOf(name + ending)), CompressionMode.Decompress));
        string[] lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new(name.Replace("reference/", "", StringComparison.Ordinal), Split(lines[0]), [.. lines.Skip(1).Select(Split)]);
    }

    private static string[] Split(string line) => [.. line.TrimEnd('\r').Split(',').Select(cell => cell.Trim().Trim('"'))];

    /// <summary>A column's numbers; NaN where a cell is empty or no number.</summary>
    public Series Column(string name)
    {
        int index = Array.FindIndex(_header, cell => cell.Equals(name, StringComparison.OrdinalIgnoreCase));
        Assert.True(index >= 0, $"no column '{name}' in {string.Join(',', _header)}");
        return new(_name, _header[index], [.. _rows.Select(row =>
            index < row.Length && double.TryParse(row[index], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN)]);
    }

    /// <summary>The sheet's own open, high, low, close and (where it has one) volume as bars; times are row numbers in days.</summary>
    public Bar[] Bars()
    {
        double[] close = Column("close").Values, high = Column("high").Values, low = Column("low").Values;
        double[] open = Has("open") ? Column("open").Values : close, volume = Has("volume") ? Column("volume").Values : new double[close.Length];
        return [.. close.Select((c, i) => new Bar(DateTime.UnixEpoch.AddDays(i), open[i], high[i], low[i], c, volume[i]))];
    }

    private bool Has(string name) => _header.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>A column of <c>reference/skender_sheets</c>: cached values of hand-built spreadsheets, computed from <see cref="SpyBars"/>.</summary>
    public static Series Skender(string sheet, string column) => Sheet("reference/skender_sheets/" + sheet).Column(column);

    /// <summary>A sheet of <c>reference/lean</c>: another project's test data, with its own bars.</summary>
    public static Reference Lean(string name, string ending = ".txt.gz") => Sheet("reference/lean/" + name, ending);

    /// <summary>A worked example of <c>reference/stockcharts_ta</c>, with its own bars.</summary>
    public static Reference StockCharts(string name) => Sheet("reference/stockcharts_ta/" + name);

    /// <summary>The bars that all sheets of <c>reference/skender_sheets</c> were computed from.</summary>
    public static Bar[] SpyBars() => Sheet("reference/skender_sheets/input_SPY_2017_2018").Bars();

    /// <summary>Holds a column of ours against one of a sheet as <see cref="Agrees(double[], double[], double)"/> does, and its deviation against what is recorded.</summary>
    public static void Agrees(Series reference, Series ours, double tolerance = 1e-9)
    {
        double worst = Agrees(reference.Values, ours.Values, tolerance);
        ReferenceRecord.Note(reference, ours, reference.Values.Count(double.IsFinite), tolerance, worst);
    }

    /// <summary>Holds ours against the reference: same first value, and |a − b| ≤ tolerance·max(1, |b|) at every bar from there on.</summary>
    /// <returns>The largest deviation seen, in units of max(1, |b|).</returns>
    public static double Agrees(double[] expected, double[] actual, double tolerance = 1e-9)
    {
        Assert.Equal(expected.Length, actual.Length);
        double worst = 0;
        int compared = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            if (double.IsNaN(expected[i]))
            {
                Assert.True(double.IsNaN(actual[i]), $"row {i + 1}: the reference has no value yet, ours is {actual[i]:R}");
                continue;
            }
            double deviation = Math.Abs(actual[i] - expected[i]) / Math.Max(1, Math.Abs(expected[i]));
            Assert.True(deviation <= tolerance, $"row {i + 1}: ours {actual[i]:R}, reference {expected[i]:R}");
            worst = Math.Max(worst, deviation);
            compared++;
        }
        Assert.True(compared > 0, "the reference column is empty");
        return worst;
    }
}
