using System.ComponentModel.DataAnnotations;
using System.Net;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
#if ORLEANS_PACKAGES
using Orleans.Serialization;
using Orleans.Storage;
#endif

namespace GoldenSignals.Silo;

/// <summary>Where a cluster's silos find each other and keep what must outlive them. Bound from <c>Cluster:*</c>.</summary>
public sealed record ClusterSettings
{
    /// <summary>The membership table: Redis, or PostgreSQL.</summary>
    public ClusterMembership Membership { get; init; } = ClusterMembership.Redis;

    /// <summary>Redis, as <c>host:port[,option=…]</c>; needed when it holds the membership.</summary>
    public string Redis { get; init; } = "";

    /// <summary>PostgreSQL connection string: grain storage, and the membership when it is there.</summary>
    public string PostgreSql { get; init; } = "";

    /// <summary>Silos with the same id form one cluster.</summary>
    public string ClusterId { get; init; } = "goldensignals";

    /// <summary>Port between silos. 1…65,535, default 11111.</summary>
    [Range(1, 65_535)] public int SiloPort { get; init; } = 11_111;

    /// <summary>Port for clients. 1…65,535, default 30000.</summary>
    [Range(1, 65_535)] public int GatewayPort { get; init; } = 30_000;

    /// <summary>Address that the other silos reach this one at; empty for the host's own.</summary>
    public string AdvertisedAddress { get; init; } = "";

    /// <summary>How long a silo waits for a probe's answer. 0.1 s…1 minute, default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")] public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Missed probes after which a silo is suspected. 1…100, default 3.</summary>
    [Range(1, 100)] public int MissedProbes { get; init; } = 3;

    /// <summary>How often a client reads which silos take its calls: one that hangs, and so closes no connection, is called until then. 1 s…10 minutes, default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")] public TimeSpan GatewayRefresh { get; init; } = TimeSpan.FromSeconds(5);
}

public enum ClusterMembership
{
    Redis,
    PostgreSql,
}

/// <summary>The providers that only Microsoft Orleans has: the one place that differs between the two runtimes.</summary>
public static class ClusterHosting
{
    private const string Npgsql = "Npgsql";                          // the provider's name, and the first word of its exceptions' names

#if ORLEANS_PACKAGES
    internal static void JoinCluster(this ISiloBuilder silo, ClusterSettings settings)
    {
        Check(settings);
        silo.Services.Configure<ExceptionSerializationOptions>(TellFaults);
        silo.Configure<ClusterOptions>(options => Name(options, settings));
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = settings.ProbeTimeout;
            options.NumMissedProbesLimit = settings.MissedProbes;
        });
        // A client that died holds up the streams it had subscribed to until its silo gives it up; the default is a minute.
        silo.Configure<SiloMessagingOptions>(options => options.ClientDropTimeout = TimeSpan.FromSeconds(10));
        if (settings.Membership == ClusterMembership.Redis)
            silo.UseRedisClustering(settings.Redis);
        else
            silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Npgsql, settings.PostgreSql));
        silo.AddAdoNetGrainStorage("PubSubStore", options => (options.Invariant, options.ConnectionString) = (Npgsql, settings.PostgreSql));
        silo.AddAdoNetGrainStorage(ShardSnapshots.Storage, options => options.Configure<Serializer>((storage, serializer) =>
        {
            (storage.Invariant, storage.ConnectionString) = (Npgsql, settings.PostgreSql);
            storage.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);      // bytes as bytes: the default is JSON
        }));
        if (settings.AdvertisedAddress.Length > 0)
            silo.ConfigureEndpoints(IPAddress.Parse(settings.AdvertisedAddress), settings.SiloPort, settings.GatewayPort, listenOnAnyHostAddress: true);
        else
            silo.ConfigureEndpoints(settings.SiloPort, settings.GatewayPort, listenOnAnyHostAddress: true);
    }

    /// <summary>A client of a cluster, for a process that hosts no silo.</summary>
    public static GridOptions AddGridClient(this IHostApplicationBuilder builder)
    {
        GridOptions grid = builder.AddGridOptions();
        ClusterSettings settings = GridHosting.Bound<ClusterSettings>(builder.Configuration, "Cluster");
        Check(settings);
        builder.UseOrleansClient(client =>
        {
            client.Services.Configure<ExceptionSerializationOptions>(TellFaults);
            client.Configure<ClusterOptions>(options => Name(options, settings));
            client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = settings.GatewayRefresh);
            client.AddMemoryStreams(GridStreams.Provider);
            if (TelemetryHosting.AreTraced(builder))
                client.AddActivityPropagation();
            if (settings.Membership == ClusterMembership.Redis)
                client.UseRedisClustering(settings.Redis);
            else
                client.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Npgsql, settings.PostgreSql));
        });
        return grid;
    }

    private static void Name(ClusterOptions options, ClusterSettings settings) =>
        (options.ClusterId, options.ServiceId) = (settings.ClusterId, "goldensignals");

    /// <summary>What goes wrong in a silo is told to whoever called it, causes and all: an exception that cannot be written costs the whole connection.</summary>
    private static void TellFaults(ExceptionSerializationOptions options) =>
        options.SupportedNamespacePrefixes.UnionWith([nameof(GoldenSignals), Npgsql, nameof(Polly), nameof(Orleans)]);

    private static void Check(ClusterSettings settings)
    {
        if (settings.Membership == ClusterMembership.Redis && settings.Redis.Length == 0)
            throw new ValidationException("Cluster:Redis is missing: where the silos find each other, for instance localhost:6379");
        if (settings.PostgreSql.Length == 0)
            throw new ValidationException("Cluster:PostgreSql is missing: the connection string of the database that keeps grain state");
    }
#else
    internal static void JoinCluster(this ISiloBuilder silo, ClusterSettings settings)
    {
        _ = (silo, settings);
        throw OnlyOrleans();
    }

    /// <summary>A client of a cluster, for a process that hosts no silo.</summary>
    public static GridOptions AddGridClient(this IHostApplicationBuilder builder)
    {
        _ = builder;
        throw OnlyOrleans();
    }

    private static ValidationException OnlyOrleans() =>
        new("Grid:Mode=Cluster needs Microsoft Orleans; this build runs on Orleans.Local, which has no clustering (docs/adr/0004)");
#endif
}
