using System.CommandLine;
using System.Globalization;
using System.Net;
using GoldenSignals.Domain;
using GoldenSignals.Domain.Market;
using GoldenSignals.Silo;
using GoldenSignals.Silo.Commands;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.ApiClient.Commands;

/// <summary><c>serve</c>: silo, API and simulator in one process.</summary>
static class ServeCommand
{
    /// <summary>Bars of the past that the simulator plays first, all symbols together: what a machine takes in a few seconds.</summary>
    private const int HistoryBars = 150_000, HistoryBarsOfSymbol = 250;

    public static Command Create()
    {
        var symbols = new Option<int>("--symbols") { Description = "Symbols that the simulator trades; 0: no simulated market, input comes by the API alone", DefaultValueFactory = _ => 500 };
        var interval = CommandLine.Interval("Length of the bars; default 1s");
        var port = ApiProcess.Port();
        var bind = ApiProcess.Bind();
        var seed = new Option<ulong>("--seed") { Description = "Chooses the simulated market", DefaultValueFactory = _ => 1 };
        var history = new Option<int?>("--history") { Description = "Simulated bars of the past that come first; default 250, fewer for many symbols" };
        var data = new Option<string>("--data") { Description = "Folder that keeps the journal, snapshots and history; the grid goes on from it. 'none' keeps nothing", DefaultValueFactory = _ => "data" };
        var json = CommandLine.Json();
        var set = CommandLine.Set();
        var command = new Command("serve", "Run the whole grid in this process: silo, API and a simulated market") { symbols, interval, port, bind, seed, history, data, json, set };
        command.SetAction((parsed, cancel) =>
        {
            TimeSpan length = parsed.GetValue(interval) ?? TimeSpan.FromSeconds(1);
            int simulated = parsed.GetValue(symbols);
            Simulator.Options? market = simulated == 0 ? null : OptionRules.Validated(new Simulator.Options
            {
                Symbols = simulated,
                Interval = length,
                Seed = parsed.GetValue(seed),
                HistoryBars = parsed.GetValue(history) ?? Math.Min(HistoryBarsOfSymbol, HistoryBars / Math.Max(1, simulated)),
            }, "Simulator");

            var address = new IPEndPoint(IPAddress.Parse(parsed.GetValue(bind)!), parsed.GetValue(port));
            WebApplicationBuilder builder = ApiProcess.CreateBuilder(address, parsed.GetValue(set), new()
            {
                ["Grid:Mode"] = "Embedded",
                ["Grid:Interval"] = length.ToString(),
                ["Journal:Durability"] = parsed.GetValue(data) == "none" ? "Memory" : "Durable",
                ["Journal:Folder"] = parsed.GetValue(data),
                ["Grid:MaxSymbols"] = Math.Max(50_000, simulated).ToString(CultureInfo.InvariantCulture),
            });
            builder.AddGridSilo();
            if (market is not null)
            {
                builder.Services.AddSingleton<IFeed>(services => new Simulator(market, services.GetRequiredService<TimeProvider>(),
                    async () => SimulatedBefore.Of(await services.GetRequiredService<Grid>().Universe.Symbols())));
                builder.Services.AddSingleton<FeedService>().AddHostedService(services => services.GetRequiredService<FeedService>());
            }
            string title = $"{(market is null ? "no simulated market" : $"{simulated:N0} simulated symbols")}, bars of {BarInterval.Format(length)}";
            return ApiProcess.Run(builder, address, title, parsed.GetValue(json), cancel);
        });
        return command;
    }
}
