using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using GoldenSignals.Benchmarks.Report;
using GoldenSignals.Silo.Commands;

namespace GoldenSignals.Benchmarks.Scenarios;

/// <summary><c>gate</c>: fails where allocations or bytes are more than 10 % above the committed figures, or a ratio more than 25 % worse.</summary>
public static class GateScenario
{
    public static Command Create()
    {
        var figures = new Option<string>("--figures") { Description = "The committed figures", DefaultValueFactory = _ => Path.Combine("benchmarks", "figures.json"), HelpName = "FILE" };
        var bytes = new Option<bool>("--bytes") { Description = "Allocations and bytes only: they do not depend on the machine" };
        var write = new Option<bool>("--write") { Description = "Commit what is found instead" };
        var json = CommandLine.Json();
        var command = new Command("gate", "Holds allocations, bytes and ratios against the committed figures; fails where one got worse") { figures, bytes, write, json };
        command.SetAction(async (parsed, cancel) =>
        {
            string file = parsed.GetValue(figures)!;
            if (!parsed.GetValue(write) && !File.Exists(file))
                throw new IOException($"{file} is not there; call it where the sources are, or name it by --figures");
            GateFigure[] found = [.. Gate.Bytes(), .. parsed.GetValue(bytes) ? [] : await Gate.Ratios(cancel)];
            if (parsed.GetValue(write))
                Gate.Write(file, found);
            GateResult[] results = Gate.Hold(found, Gate.Read(file));
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(results, JsonSerializerOptions.Web));
            else
                foreach (GateResult one in results)
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"{(one.Holds ? "holds" : "WORSE"),-6} {one.Name,-50} {one.Value,12:N2}   committed {(one.Committed is { } before ? before.ToString("N2", CultureInfo.InvariantCulture) : "nothing yet"),12}"));
            return Array.TrueForAll(results, one => one.Holds) ? CommandLine.Done : CommandLine.Failed;
        });
        return command;
    }
}
