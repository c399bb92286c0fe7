using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using GoldenSignals.Silo.Commands;

namespace GoldenSignals.Benchmarks.Scenarios;

/// <summary><c>web</c>: what the dashboard's overview costs a browser while ten thousand rows change. Headless Chromium, driven by <c>tests/web/bench</c>; the grid is played by a script.</summary>
public static class WebScenario
{
    public static Command Create()
    {
        var symbols = new Option<int>("--symbols") { Description = "Rows", DefaultValueFactory = _ => 10_000 };
        var rate = new Option<int>("--rate") { Description = "Updates a second, each a bar and its decision", DefaultValueFactory = _ => 10_000 };
        var seconds = new Option<int>("--seconds") { Description = "Seconds that frames are counted", DefaultValueFactory = _ => 60 };
        var json = CommandLine.Json();
        var command = new Command("web", "Frames, memory and first view of the dashboard in a browser; needs node, chromium and tests/web's packages (npm ci)") { symbols, rate, seconds, json };
        command.SetAction(async (parsed, cancel) =>
        {
            string script = Path.Combine(Root(), "tests", "web", "bench", "frames.mjs");
            if (!Directory.Exists(Path.Combine(Root(), "tests", "web", "node_modules")))
                throw new IOException("the packages of tests/web are not there; run npm ci in it");
            var start = new ProcessStartInfo("node",
            [
                script, "--symbols", Text(parsed.GetValue(symbols)), "--rate", Text(parsed.GetValue(rate)), "--seconds", Text(parsed.GetValue(seconds)),
                .. parsed.GetValue(json) ? ["--json"] : Array.Empty<string>(),
            ]);
            using Process node = Process.Start(start)!;
            using CancellationTokenRegistration stop = cancel.Register(() => node.Kill(entireProcessTree: true));
            await node.WaitForExitAsync(CancellationToken.None);
            return node.ExitCode == 0 ? CommandLine.Done : node.ExitCode;
        });
        return command;
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The folder of the sources, above this program or where it is called.</summary>
    private static string Root()
    {
        foreach (string from in (string[])[AppContext.BaseDirectory, Environment.CurrentDirectory])
            for (DirectoryInfo? folder = new(from); folder is not null; folder = folder.Parent)
                if (File.Exists(Path.Combine(folder.FullName, "tests", "web", "package.json")))
                    return folder.FullName;
        throw new IOException("tests/web is not there; run it within the sources");
    }
}
