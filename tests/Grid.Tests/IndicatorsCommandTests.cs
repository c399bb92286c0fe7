using System.Text.Json;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Grid.Tests.Support;

namespace GoldenSignals.Grid.Tests;

/// <summary><c>indicators</c> as a user meets it, and the page that it writes.</summary>
public class IndicatorsCommandTests
{
    /// <summary>An indicator that is not on it yet fails nothing.</summary>
    [Fact]
    public async Task The_page_of_indicators_tells_nothing_that_is_not_so()
    {
        Cli.Result result = await Cli.Run("indicators", "docs");
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        string[] page = File.ReadAllLines(Path.Combine(Cli.Repository, "docs", "indicators.md")), stale = [.. page.Except(result.Output.Split('\n'))];
        Assert.True(page.Length > 500 && stale.Length == 0, $"docs/indicators.md is out of date (./run indicators docs > docs/indicators.md): {string.Join('\n', stale)}");
    }

    [Fact]
    public async Task Every_column_is_listed_once_as_text_and_as_data()
    {
        string[] lines = (await Cli.Run("indicators", "list")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(IndicatorCatalog.Columns.Select(column => column.Name), lines.Select(line => line.Split(' ')[0]));

        using JsonDocument data = JsonDocument.Parse((await Cli.Run("indicators", "list", "--json")).Output);
        JsonElement[] indicators = [.. data.RootElement.GetProperty("indicators").EnumerateArray()];
        Assert.Equal(IndicatorCatalog.Columns.Select(column => column.Name),
            indicators.SelectMany(indicator => indicator.GetProperty("columns").EnumerateArray()).Select(column => column.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Every_indicator_of_bars_has_a_formula_a_source_units_and_a_test()
    {
        using JsonDocument data = JsonDocument.Parse((await Cli.Run("indicators", "list", "--json")).Output);
        foreach (JsonElement indicator in data.RootElement.GetProperty("indicators").EnumerateArray().Take(IndicatorCatalog.All.DistinctBy(one => one.GetType()).Count()))
        {
            string name = indicator.GetProperty("name").GetString()!;
            foreach (string part in new[] { "summary", "formula", "source" })
                Assert.True(indicator.GetProperty("comment").GetProperty(part).GetString() is { Length: > 0 }, $"{name} has no {part}");
            Assert.All(indicator.GetProperty("columns").EnumerateArray(), column => Assert.Equal(JsonValueKind.Object, column.GetProperty("units").ValueKind));
            Assert.True(File.Exists(Path.Combine(Cli.Repository, "tests", "Domain.Tests", "Indicators", $"{name}Tests.cs")), $"{name} has no test");
        }
    }
}
