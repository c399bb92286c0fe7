using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

/// <summary>What is on record of the reference values is whole.</summary>
public class ReferenceSheets
{
    private static readonly string[] s_folders = ["lean", "skender_sheets", "stockcharts_ta"];

    private static IEnumerable<string[]> Recorded => File.ReadLines(ReferenceRecord.Path).Skip(1).Select(line => line.Split(','));

    [SharedDataFact]
    public void Every_sheet_is_held_against_a_column_or_has_a_reason_why_not()
    {
        string[] sheets = [.. s_folders.SelectMany(folder => Directory.EnumerateFiles(SharedData.PathOf($"reference/{folder}"), "*.gz").Select(file => $"{folder}/{Path.GetFileName(file).Split('.')[0]}"))];
        string[] used = [.. Recorded.Select(cells => cells[2]).Distinct()];
        string[] unused = [.. File.ReadLines(Path.Combine(Path.GetDirectoryName(ReferenceRecord.Path)!, "unused-sheets.csv")).Skip(1).Select(line => line.Split(',')[0])];
        Assert.Equal(sheets.Order(StringComparer.Ordinal), used.Concat(unused).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_comparison_on_record_is_of_an_indicator_that_ships_and_kept_its_tolerance()
    {
        string[] indicators = [.. IndicatorCatalog.All.Select(indicator => indicator.GetType().Name)];
        Assert.All(Recorded, cells =>
        {
            Assert.Contains(cells[0], indicators);
            Assert.True(double.Parse(cells[6], System.Globalization.CultureInfo.InvariantCulture) <= double.Parse(cells[5], System.Globalization.CultureInfo.InvariantCulture));
        });
    }
}
