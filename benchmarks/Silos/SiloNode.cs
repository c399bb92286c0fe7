using System.CommandLine;
using System.Text.Json;
using GoldenSignals.Benchmarks.Loads;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Commands;
using Microsoft.Extensions.DependencyInjection;

namespace GoldenSignals.Benchmarks.Silos;

/// <summary>One silo of a cluster in a process of its own, with the load generator of its shards beside it. Commands come on stdin and end with it.</summary>
internal static class SiloNode
{
    public const string Name = "silo-node";

    public static Command Create()
    {
        var set = CommandLine.Set();
        var command = new Command(Name, "One silo of the cluster that 'silos' measures") { set };
        command.Hidden = true;
        command.SetAction(async (parsed, cancel) =>
        {
            (string, string)[] settings = [.. CommandLine.Settings(parsed.GetValue(set)).Select(setting => (setting.Key, setting.Value!)), ("Grid:Mode", "Cluster")];
            var journal = new CountingJournal();
            bool durable = settings.Contains(("Journal:Durability", "Durable"));
            await using BenchmarkGrid grid = await BenchmarkGrid.Start(cancel, services =>
            {
                if (!durable)
                    services.AddSingleton<IJournal>(journal);
            }, settings);
            var work = new NodeWork(grid, journal);
            await Say(work.Cpu());
            while (await Console.In.ReadLineAsync(cancel) is { } line)
            {
                NodeCommand asked = JsonSerializer.Deserialize<NodeCommand>(line)!;
                if (asked.Do == "stop")
                    break;
                await Say(await work.Do(asked));
            }
            return CommandLine.Done;
        });
        return command;
    }

    private static Task Say(NodeAnswer answer) => Console.Out.WriteLineAsync(JsonSerializer.Serialize(answer));
}
