using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using GoldenSignals.Benchmarks.Faults;
using GoldenSignals.Silo.Commands;

namespace GoldenSignals.Benchmarks.Scenarios;

/// <summary><c>faults</c>: a grid that is killed at random moments, again and again, while ticks are sent to it.</summary>
public static class FaultScenario
{
    public static Command Create()
    {
        var kills = new Option<int>("--kills") { Description = "How often the grid is killed (SIGKILL)", DefaultValueFactory = _ => 100 };
        var seed = new Option<int>("--seed") { Description = "Chooses ticks and moments", DefaultValueFactory = _ => 1 };
        var folder = new Option<string?>("--folder") { Description = "Where the grid keeps its data; kept afterwards. Default: a temporary one", HelpName = "FOLDER" };
        var json = CommandLine.Json();
        var command = new Command("faults", "Kill the grid at random moments while ticks are sent to it, and look for what is lost or doubled") { kills, seed, folder, json };
        command.SetAction(async (parsed, _) =>
        {
            string? kept = parsed.GetValue(folder);
            string data = kept ?? Directory.CreateTempSubdirectory("gs-faults-").FullName;
            try
            {
                KillRun.Result result = await new KillRun(parsed.GetValue(kills), parsed.GetValue(seed)).Run(data, Say);
                if (parsed.GetValue(json))
                    Console.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
                else
                    Print(result);
                return result.Holds ? CommandLine.Done : CommandLine.Failed;
            }
            finally
            {
                if (kept is null)
                    Directory.Delete(data, recursive: true);
            }
        });
        return command;

        void Say(int done)
        {
            if (done % 10 == 9)
                Console.Error.WriteLine($"{done + 1} kills");
        }
    }

    private static void Print(KillRun.Result result)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{result.Kills} kills, {result.BeforeListening} of them while the grid came back; {result.TornEnds} torn ends of the journal cut off"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{result.Acknowledged:N0} ticks acknowledged, {result.Journal.Decisions:N0} decisions; {result.SentAgain:N0} batches sent again, of which {result.Duplicates:N0} ticks were there already"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"lost {result.Journal.Lost}, doubled {result.Journal.Doubled}, symbols with another digest than an unbroken run {result.Journal.Different}, with another history {result.Journal.Mistold}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"restart p50 {result.Restart(0.5):F0} ms, max {result.Restart(1):F0} ms, until it listens"));
        foreach (string complaint in result.Complaints)
            Console.WriteLine($"! {complaint}");
    }
}
