using System.Globalization;
using System.Text.Json;

namespace GoldenSignals.Benchmarks.Report;

/// <summary>A figure of a scenario and what it should be.</summary>
/// <param name="Scenario">Command line of the scenario, without <c>--json</c>.</param>
/// <param name="Path">Where the figure lies in what the scenario prints: names and, of a list, <c>[name=value]</c> or <c>[]</c> for its first, with dots between.</param>
/// <param name="Goal">The figure should be at most this; at least, where <paramref name="AtLeast"/>; null where there is no goal.</param>
/// <param name="Factor">From the unit of the scenario to that of the table.</param>
public sealed record Budget(string What, string Scenario, string Path, string Unit, double? Goal = null, bool AtLeast = false, double Factor = 1)
{
    /// <summary>What was found for it.</summary>
    public Finding In(JsonElement result)
    {
        JsonElement place = Walk(result, Path);
        (double median, double? min, double? max) = place.ValueKind == JsonValueKind.Object
            ? (place.GetProperty("median").GetDouble() * Factor, place.GetProperty("min").GetDouble() * Factor, place.GetProperty("max").GetDouble() * Factor)
            : (place.GetDouble() * Factor, (double?)null, (double?)null);
        return new(this, median, min, max);
    }

    /// <exception cref="KeyNotFoundException">There is no such place.</exception>
    internal static JsonElement Walk(JsonElement from, string path)
    {
        foreach (string step in path.Split('.'))
        {
            int bracket = step.IndexOf('[', StringComparison.Ordinal);
            string name = bracket < 0 ? step : step[..bracket];
            from = from.TryGetProperty(name, out JsonElement found) ? found : throw new KeyNotFoundException($"there is no {name} on the way {path}");
            if (bracket < 0)
                continue;
            string[][] wanted = [.. step[(bracket + 1)..^1].Split(',').Where(pair => pair.Length > 0).Select(pair => pair.Split('='))];
            from = from.EnumerateArray().FirstOrDefault(item => wanted.All(pair => item.GetProperty(pair[0]).ToString() == pair[1])) is { ValueKind: not JsonValueKind.Undefined } one
                ? one
                : throw new KeyNotFoundException($"{path}: nothing in {name} is like that");
        }
        return from;
    }
}

/// <param name="Value">Median of the runs.</param>
public sealed record Finding(Budget Budget, double Value, double? Min, double? Max)
{
    /// <summary>Null where there is no goal.</summary>
    public bool? IsMet => Budget.Goal is not { } goal ? null : Budget.AtLeast ? Value >= goal : Value <= goal;

    /// <summary>As a row of a Markdown table.</summary>
    public string Row =>
        $"| {Budget.What} | {Text(Value)}{(Min is { } min && Max is { } max ? $" ({Text(min)}…{Text(max)})" : "")} {Budget.Unit} | {(Budget.Goal is { } goal ? $"{(Budget.AtLeast ? "≥" : "≤")} {Text(goal)}" : "")} | {IsMet switch { null => "", true => "yes", _ => "**no**" }} | `{Budget.Scenario}` |";

    private static string Text(double value) => value.ToString(Math.Abs(value) switch { >= 1_000 => "N0", >= 100 => "F0", >= 10 => "F1", _ => "F2" }, CultureInfo.InvariantCulture);
}
