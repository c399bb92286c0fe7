using System.Text.Json;
using GoldenSignals.Benchmarks.Loads;
using GoldenSignals.Benchmarks.Scenarios;
using GoldenSignals.Grains;

namespace GoldenSignals.Benchmarks.Report;

/// <summary>A figure that may only get worse so far.</summary>
/// <param name="Name">Of the figure; those of one runtime begin with its name.</param>
/// <param name="Tolerance">Share of the committed figure that it may be worse by.</param>
/// <param name="MoreIsBetter">Whether a fall is the worse.</param>
public sealed record GateFigure(string Name, double Value, double Tolerance, bool MoreIsBetter = false)
{
    public GateResult Against(double committed) =>
        new(Name, Value, committed, MoreIsBetter ? Value >= committed * (1 - Tolerance) : Value <= committed * (1 + Tolerance) + double.Epsilon);
}

/// <param name="Committed">Null for one that nobody has committed yet.</param>
public sealed record GateResult(string Name, double Value, double? Committed, bool Holds);

/// <summary>Holds what is measured against the figures that were committed, so that what was won is not lost unseen.</summary>
public static class Gate
{
    private const double OfBytes = 0.10, OfRatios = 0.25;

    private static readonly JsonSerializerOptions s_written = new() { WriteIndented = true };

    /// <summary>Bytes: the same in every run.</summary>
    public static GateFigure[] Bytes()
    {
        Allocations found = MemoryScenario.Allocations();
        return
        [
            new("bytes allocated by a tick", found.BytesPerTick, OfBytes), new("bytes allocated by a bar", found.BytesPerBar, OfBytes),
            new("bytes of a symbol", found.BytesPerSymbol, OfBytes),
        ];
    }

    /// <summary>Ratios, each of two things measured in one run.</summary>
    public static async Task<GateFigure[]> Ratios(CancellationToken cancel)
    {
        string runtime = GridRuntime.Description.Split(' ')[0];
        return
        [
            new($"{runtime} CPU of a bar, grains to plain loop", await Of("evaluation", "ratio"), OfRatios),
            new($"{runtime} CPU of a bar, naive topology to grid", await Of("naive", "ratio.median"), OfRatios, MoreIsBetter: true),
        ];

        async Task<double> Of(string scenario, string path)
        {
            using JsonDocument result = JsonDocument.Parse(await Scoreboard.Printed($"{scenario} --quick --json", cancel));
            return Budget.Walk(result.RootElement, path).GetDouble();
        }
    }

    public static GateResult[] Hold(IEnumerable<GateFigure> figures, IReadOnlyDictionary<string, double> committed) =>
        [.. figures.Select(figure => committed.TryGetValue(figure.Name, out double before) ? figure.Against(before) : new(figure.Name, figure.Value, null, Holds: false))];

    public static Dictionary<string, double> Read(string file) =>
        File.Exists(file) ? JsonSerializer.Deserialize<Dictionary<string, double>>(File.ReadAllText(file)) ?? [] : [];

    /// <summary>Commits what was found; what else is committed stays.</summary>
    public static void Write(string file, IEnumerable<GateFigure> figures)
    {
        Dictionary<string, double> all = Read(file);
        foreach (GateFigure figure in figures)
            all[figure.Name] = Math.Round(figure.Value, 3);
        File.WriteAllText(file, JsonSerializer.Serialize(new SortedDictionary<string, double>(all, StringComparer.Ordinal), s_written) + "\n");
    }
}
