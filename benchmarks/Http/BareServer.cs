using System.CommandLine;
using System.Net;
using GoldenSignals.Silo.Commands;
using GoldenSignals.Silo.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GoldenSignals.Benchmarks.Http;

/// <summary>What the API is measured against: Kestrel and a route that answers with an object as JSON, without anything else. In a process of its own, as the API is.</summary>
internal static class BareServer
{
    public const string Name = "bare-server";

    /// <summary>The routes: the same document as the API's, and a small one.</summary>
    public const string Document = "/document/{symbol}", Small = "/small/{symbol}";

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A decision as JSON" };
        var command = new Command(Name, "The bare Kestrel endpoint that 'api' measures against") { file };
        command.Hidden = true;
        command.SetAction(async (parsed, cancel) =>
        {
            DecisionDocument decision = System.Text.Json.JsonSerializer.Deserialize(await File.ReadAllTextAsync(parsed.GetValue(file)!, cancel), DecisionJson.Default.DecisionDocument)!;
            WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            await using WebApplication app = builder.Build();
            app.MapGet(Document, (string symbol) => TypedResults.Ok(decision));
            app.MapGet(Small, (string symbol) => TypedResults.Ok(new { symbol, action = "HOLD", score = 0.25, confidence = 0.5, time = decision.Time }));
            await app.StartAsync(cancel);
            Console.WriteLine($$"""{"url":"{{app.Urls.First()}}"}""");
            await Task.Delay(Timeout.Infinite, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return CommandLine.Done;
        });
        return command;
    }
}
