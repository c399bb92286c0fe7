using System.CommandLine;
using System.Net;
using GoldenSignals.Silo;
using GoldenSignals.Silo.Commands;

namespace GoldenSignals.ApiClient.Commands;

/// <summary><c>api</c>: the API alone, as a client of a cluster of silos.</summary>
static class ApiCommand
{
    public static Command Create()
    {
        var port = ApiProcess.Port();
        var bind = ApiProcess.Bind();
        var json = CommandLine.Json();
        var set = CommandLine.Set();
        var command = new Command("api", "Run the API of a cluster (Grid:Mode=Cluster); the silos run elsewhere") { port, bind, json, set };
        command.SetAction((parsed, cancel) =>
        {
            var address = new IPEndPoint(IPAddress.Parse(parsed.GetValue(bind)!), parsed.GetValue(port));
            WebApplicationBuilder builder = ApiProcess.CreateBuilder(address, parsed.GetValue(set), new() { ["Grid:Mode"] = "Cluster" });
            builder.AddGridClient();
            return ApiProcess.Run(builder, address, "client of a cluster", parsed.GetValue(json), cancel);
        });
        return command;
    }
}
