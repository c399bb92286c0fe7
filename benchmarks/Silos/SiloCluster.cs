using System.Runtime.CompilerServices;
using GoldenSignals.Silo;
using GoldenSignals.Tests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans;

namespace GoldenSignals.Benchmarks.Silos;

/// <summary>Silos that find each other in a database of their own.</summary>
internal sealed class SiloCluster : IAsyncDisposable
{
    public const int Shards = 64;                                    // as BenchmarkGrid has it

    private static readonly bool s_canPin = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "taskset")));

    private readonly (string Name, string Value)[] _settings;
    private IHost? _client;

    private SiloCluster(string database, (string, string)[] settings) => (Database, _settings) = (database, settings);

    /// <summary>Connection string.</summary>
    public string Database { get; }

    /// <summary>Those that are there, in the order in which they came.</summary>
    public List<SiloProcess> Silos { get; } = [];

    /// <summary>Whether as many silos have a core each.</summary>
    public static bool Pins(int silos) => s_canPin && Environment.ProcessorCount >= silos;

    /// <param name="settings">Options of the grid, as <c>Section:Name</c>.</param>
    public static async Task<SiloCluster> Start(PostgresServer server, int silos, params (string Name, string Value)[] settings)
    {
        string database = await server.CreateDatabase();
        await using (NpgsqlDataSource source = NpgsqlDataSource.Create(database))
            foreach (string file in Directory.EnumerateFiles(Schema(), "*.sql").Order(StringComparer.Ordinal))
            {
                await using NpgsqlCommand command = source.CreateCommand(await File.ReadAllTextAsync(file));
                await command.ExecuteNonQueryAsync();
            }
        var cluster = new SiloCluster(database, [("Cluster:Membership", "PostgreSql"), ("Cluster:PostgreSql", database), .. settings]);
        await Task.WhenAll(Enumerable.Range(0, silos).Select(i => cluster.Add(Pins(silos) ? i : null)));
        await Task.Delay(TimeSpan.FromSeconds(1));                   // until each has heard of the others
        return cluster;
    }

    /// <summary>One more silo.</summary>
    public async Task<SiloProcess> Add(int? core)
    {
        var silo = new SiloProcess(core, SiloProcess.FreePort(), SiloProcess.FreePort(), _settings);
        lock (Silos)
            Silos.Add(silo);
        await silo.Ready();
        return silo;
    }

    /// <summary>Forgets a silo that has left.</summary>
    public async Task Remove(SiloProcess silo)
    {
        lock (Silos)
            Silos.Remove(silo);
        await silo.DisposeAsync();
    }

    public Task<NodeAnswer[]> AskAll(Func<SiloProcess, NodeCommand> command) => Task.WhenAll(Silos.Select(silo => silo.Ask(command(silo))));

    /// <summary>The shards of each silo, as the universe knows them.</summary>
    public async Task<Dictionary<SiloProcess, int[]>> Where()
    {
        string[] where = (await Silos[0].Ask("Where")).Silos;
        return Silos.ToDictionary(silo => silo, silo => Enumerable.Range(0, where.Length).Where(shard => silo.Is(where[shard])).ToArray());
    }

    /// <summary>A client in this process.</summary>
    public async Task<IGrainFactory> Client(CancellationToken cancel)
    {
        if (_client is null)
        {
            HostApplicationBuilder builder = Host.CreateApplicationBuilder();
            builder.Configuration.AddInMemoryCollection(_settings.Append(("Grid:Mode", "Cluster")).ToDictionary(setting => setting.Item1, setting => (string?)setting.Item2));
            builder.Logging.ClearProviders();
            builder.AddGridClient();
            _client = builder.Build();
            await _client.StartAsync(cancel);
        }
        return _client.Services.GetRequiredService<IGrainFactory>();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (SiloProcess silo in Silos)
            await silo.DisposeAsync();
        if (_client is not null)
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await _client.StopAsync(soon.Token);
            _client.Dispose();
        }
    }

    private static string Schema([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "deploy", "sql"));
}
