using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using GoldenSignals.Silo.Documentation;

namespace GoldenSignals.Silo.Commands;

/// <summary><c>indicators list</c> and <c>indicators docs</c>: what ships, as the code knows it.</summary>
public static class IndicatorsCommand
{
    public static Command Create() => new("indicators", "What every indicator is: formula, source, first value, units, deviation from reference values") { List(), Docs() };

    private static Command List()
    {
        var json = CommandLine.Json();
        var command = new Command("list", "List every column") { json };
        command.SetAction(parsed =>
        {
            IReadOnlyList<IndicatorEntry> entries = [.. IndicatorEntry.OfBars(), .. IndicatorEntry.OfOtherInputs()];
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(new { Indicators = entries }, CommandLine.JsonOutput));
            else
                foreach (IndicatorEntry entry in entries)
                    foreach (ColumnEntry column in entry.Columns)
                        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{column.Name,-40} {column.FirstBar,5}  {entry.Name,-20} {entry.Comment.Summary}"));
            return CommandLine.Done;
        });
        return command;
    }

    private static Command Docs()
    {
        var command = new Command("docs", "Print docs/indicators.md");
        command.SetAction(_ =>
        {
            Console.Write(IndicatorPage.Markdown());
            return CommandLine.Done;
        });
        return command;
    }
}
