using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using GoldenSignals.Domain;
using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Risk;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage;
using GoldenSignals.Silo.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;

namespace GoldenSignals.Silo;

/// <summary>Puts the grid into a host: its options, what decides, and a silo, alone in the process or in a cluster.</summary>
public static class GridHosting
{
    /// <summary>Options and services that silos and clients share.</summary>
    /// <exception cref="ValidationException">An option is out of its range, of the wrong type, or unknown.</exception>
    public static GridOptions AddGridOptions(this IHostApplicationBuilder builder)
    {
        IConfiguration configuration = builder.Configuration;
        GridOptions grid = Bound<GridOptions>(configuration, "Grid");
        RequireKnown(configuration.GetSection("Cluster"), typeof(ClusterSettings));                 // read in cluster mode only, but a slip is one in any
        DecisionModel model = Model(configuration);
        builder.Services.AddSingleton(Options.Create(grid));
        builder.Services.AddSingleton(Options.Create(Bound<TickGate.Options>(configuration, "Ticks")));
        builder.Services.AddSingleton(model);
        builder.Services.TryAddSingleton(TimeProvider.System);
        return grid;
    }

    /// <summary>What decides, as configured.</summary>
    /// <exception cref="ValidationException">An option is out of its range, of the wrong type, or unknown.</exception>
    public static DecisionModel Model(IConfiguration configuration) =>
        new(Bound<ConsensusOptions>(configuration, "Consensus"), Bound<RiskOptions>(configuration, "Risk"), Agents(configuration),
            Bound<SentimentSettings>(configuration, "Sentiment").Scorer());

    /// <summary>The options and everything else that grains are made from. A journal that is registered before stays.</summary>
    public static GridOptions AddGrainServices(this IHostApplicationBuilder builder)
    {
        GridOptions grid = builder.AddGridOptions();
        builder.AddStorage(grid);
        builder.Services.TryAddSingleton<AgentTimes>();
        return grid;
    }

    /// <summary>A silo in this process. Embedded, it is the whole grid; in cluster mode it joins the others.</summary>
    public static GridOptions AddGridSilo(this IHostApplicationBuilder builder)
    {
        GridOptions grid = builder.AddGrainServices();
        builder.UseOrleans(silo =>
        {
            silo.AddMemoryStreams(GridStreams.Provider, streams => streams.ConfigurePullingAgent(agent =>
                agent.Configure(options => options.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(10))));
            silo.PlaceShards().KeepStreamsShort();
            silo.CarryTraces(builder);
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(60));
            if (grid.Mode == GridMode.Cluster)
                silo.JoinCluster(Bound<ClusterSettings>(builder.Configuration, "Cluster"));
            else
                silo.StandAlone();
        });
        if (grid.Mode == GridMode.Embedded)
            builder.Services.AddSingleton<GridStart>().AddHostedService(services => services.GetRequiredService<GridStart>());
        return grid;
    }

    private static void StandAlone(this ISiloBuilder silo)
    {
        // Any two free ports: several grids may run on one machine, and nobody joins this one.
        silo.UseLocalhostClustering(FreePort(), FreePort(), serviceId: "goldensignals", clusterId: $"embedded-{Environment.ProcessId}");
        silo.AddMemoryGrainStorage("PubSubStore");
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static Dictionary<string, object> Agents(IConfiguration configuration)
    {
        var options = new Dictionary<string, object>();
        foreach (IConfigurationSection section in configuration.GetSection("Agents").GetChildren())
        {
            AgentDescriptor agent = AgentCatalog.All.FirstOrDefault(agent => agent.Id == section.Key)
                ?? throw new ValidationException($"Agents:{section.Key} is no agent; there are {string.Join(", ", AgentCatalog.Ids)}");
            options.Add(agent.Id, Bound(section, agent.OptionsType, agent.DefaultOptions()));
        }
        return options;
    }

    /// <summary>A section of the configuration as options, each held to its range.</summary>
    /// <exception cref="ValidationException">An option is out of its range, of the wrong type, or unknown.</exception>
    public static T Bound<T>(IConfiguration configuration, string section) where T : class, new() =>
        (T)Bound(configuration.GetSection(section), typeof(T), new T());

    private static object Bound(IConfigurationSection section, Type type, object defaults)
    {
        RequireKnown(section, type);
        try
        {
            return OptionRules.Validated(section.Get(type) ?? defaults, section.Path);
        }
        catch (InvalidOperationException wrong)
        {
            throw new ValidationException(wrong.Message, wrong);       // names the option, the value and the type that it should be
        }
    }

    /// <summary>Whether everything in a section reaches an option: binding passes over the rest without a word.</summary>
    private static void RequireKnown(IConfigurationSection section, Type type)
    {
        string[] known = [.. type.GetProperties().Select(property => property.Name)];
        if (section is { Value: not null, Path: var path } && path.Contains(ConfigurationPath.KeyDelimiter, StringComparison.Ordinal))    // an environment may well have a variable API or RISK
            throw new ValidationException($"{path} has options, but is none that takes a value; there are {string.Join(", ", known)}");
        foreach (IConfigurationSection option in section.GetChildren())
            if (!known.Contains(option.Key, StringComparer.OrdinalIgnoreCase))
                throw new ValidationException($"{option.Path} is no option; {section.Path} has {string.Join(", ", known)}");
            else if (option.GetChildren().FirstOrDefault() is { } below)                                                                 // every option is one value
                throw new ValidationException($"{below.Path} is no option; {option.Path} takes a value and has nothing below it");
    }
}
