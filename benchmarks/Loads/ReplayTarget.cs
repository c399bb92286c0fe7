using System.Globalization;
using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Grains;
using GoldenSignals.Silo;
using GoldenSignals.Silo.Feeds;
using GoldenSignals.Silo.Replay;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;

namespace GoldenSignals.Benchmarks.Loads;

/// <summary>A file of bars to decisions: through the grid as the command <c>replay</c> does it, and by Domain alone.</summary>
public sealed class ReplayTarget(string path, DecisionModel model)
{
    /// <summary>Writes bars of many symbols, merged by time.</summary>
    /// <returns>How many.</returns>
    public static long Write(string path, int symbols, int bars)
    {
        var load = new BarLoad(symbols, seed: 7);
        using var file = new StreamWriter(path);
        file.WriteLine("timestamp,symbol,open,high,low,close,volume");
        for (int i = 0; i < bars; i++)
            foreach (SymbolBar bar in load.Next(1).Bars.OrderBy(bar => bar.Symbol, StringComparer.Ordinal))
                file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bar.Bar.OpenTimeUtc:yyyy-MM-ddTHH:mm:ssZ},{bar.Symbol},{bar.Bar.Open:F4},{bar.Bar.High:F4},{bar.Bar.Low:F4},{bar.Bar.Close:F4},{bar.Bar.Volume:F0}"));
        return (long)symbols * bars;
    }

    private static readonly Dictionary<string, ColumnSource> s_indicators =
        IndicatorCatalog.All.Concat<ColumnSource>(IndicatorCatalog.Derived).SelectMany(source => source.Columns.Select(column => (column, source))).ToDictionary();

    /// <summary>The indicators of bars that an agent reads.</summary>
    public static IEnumerable<ColumnSource> ReadBy(AgentDescriptor agent) =>
        agent.Inputs.Where(column => s_indicators.ContainsKey(column.Name)).Select(column => s_indicators[column.Name]).Distinct();

    /// <summary>As few agents as come to a number of indicators, each taken for the most that it adds; none reads anything but indicators of bars.</summary>
    public static AgentPanel Reading(int indicators)
    {
        AgentDescriptor[] candidates = [.. AgentCatalog.All.Where(agent => agent.Inputs.All(column => s_indicators.ContainsKey(column.Name)))];
        var chosen = new List<AgentDescriptor>();
        var read = new HashSet<ColumnSource>();
        while (read.Count < indicators && candidates.Where(agent => New(agent) > 0 && read.Count + New(agent) <= indicators).MaxBy(New) is { } most)
        {
            chosen.Add(most);
            read.UnionWith(ReadBy(most));
        }
        return new(chosen.Select(agent => AgentPanel.Member.Of(agent, agent.DefaultOptions())));

        int New(AgentDescriptor agent) => ReadBy(agent).Except(read).Count();
    }

    /// <summary>Through the grid, its start and its end included.</summary>
    /// <returns>Digest of the decisions.</returns>
    public async Task<string> Replay(CancellationToken cancel)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Grid:Live"] = "false", ["Grid:Publish"] = "false", ["Grid:KeepBarInterval"] = "true", ["Grid:MaxSymbols"] = "1000000",
            ["Grid:Shards"] = ReplayRequest.DefaultShards.ToString(CultureInfo.InvariantCulture),
        });
        builder.Logging.ClearProviders();
        await using var log = new ReplayLog([]);
        builder.Services.AddSingleton<IJournal>(log);
        builder.AddGridSilo();
        builder.Services.AddSingleton(model);                        // the last one counts: agents cannot be left out by options
        using IHost host = builder.Build();
        await host.StartAsync(cancel);
        var pump = new FeedPump(host.Services.GetRequiredService<IGrainFactory>(), host.Services.GetRequiredService<IOptions<GridOptions>>().Value) { BatchDone = log.EndBatch };
        await pump.Run(new CsvReplay(new() { Paths = [path] }), cancel);
        ReplayTotals totals = await log.Finish();
        await host.StopAsync(cancel);
        return DecisionDigest.Total(totals.Digests);
    }

    /// <summary>The same file on one thread without grains.</summary>
    public async Task<string> Loop(CancellationToken cancel)
    {
        var market = new MarketLoop(model);
        using var digest = new DecisionDigest();
        await foreach (FeedBatch batch in new CsvReplay(new() { Paths = [path] }).Read(cancel))
            Take(market, batch.Bars.Span, digest);
        return DecisionDigest.Total(digest.Symbols());
    }

    private static void Take(MarketLoop market, ReadOnlySpan<SymbolBar> bars, DecisionDigest digest)
    {
        foreach (ref readonly SymbolBar bar in bars)
            digest.Add(market.Next(bar).Decision);
    }
}
