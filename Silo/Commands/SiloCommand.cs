using System.CommandLine;
using GoldenSignals.Silo.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace GoldenSignals.Silo.Commands;

/// <summary><c>silo</c>: one silo of a cluster, without API or feed. Its options come from the environment, as <c>Cluster__Redis</c>, or <c>--set</c>.</summary>
public static class SiloCommand
{
    public static Command Create()
    {
        var set = CommandLine.Set("Grid", "Consensus", "Risk", "Agents", "Ticks", "Sentiment", "Cluster", "Telemetry", "Logging");
        var command = new Command("silo", "Run one silo of a cluster (Grid:Mode=Cluster)") { set };
        command.SetAction(async (parsed, cancel) =>
        {
            HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Grid:Mode"] = "Cluster" });
            builder.Configuration.AddInMemoryCollection(CommandLine.Settings(parsed.GetValue(set)));
            builder.AddTelemetry();
            builder.AddGridSilo();
            using IHost host = builder.Build();
            await host.RunAsync(cancel);
            return CommandLine.Done;
        });
        return command;
    }
}
