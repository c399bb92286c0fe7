using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using GoldenSignals.Postgres.Tests.Support;
using GoldenSignals.Silo;
using GoldenSignals.Silo.Replay;
using GoldenSignals.Tests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans;

namespace GoldenSignals.Postgres.Tests;

/// <summary>A grid whose journal and history lie in PostgreSQL, run again from there.</summary>
[Collection(PostgresCollection.Name)]
public sealed class RecordedGridTests(OneServer one) : IDisposable
{
    private readonly PostgresServer _server = one.Server;
    private readonly string _folder = Directory.CreateTempSubdirectory("gs-recorded-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [PostgresFact]
    public async Task A_grid_that_was_restarted_decides_the_same_when_it_is_run_again_from_the_database()
    {
        string connection = await _server.CreateDatabase();
        await Run(connection, fromBar: 0, bars: 40);
        await Run(connection, fromBar: 40, bars: 40);

        JournalSummary summary = await RecordedGrid.Replay(connection, new Dictionary<string, string?>(), progress: null, CancellationToken.None);

        Assert.Equal((true, 3, 240L, 0L), (summary.Equal, summary.Symbols, summary.Decisions, summary.Different));
        Assert.Equal(summary.DigestThen, summary.DigestNow);

        // The verdict is worth something: with a byte changed nothing is taken for true.
        await using NpgsqlConnection hand = new(connection);
        await hand.OpenAsync();
        await using NpgsqlCommand flip = new("UPDATE goldensignals.journal SET body = set_byte(body, 40, get_byte(body, 40) # 1) WHERE kind = 2 AND sequence = 10", hand);
        Assert.True(await flip.ExecuteNonQueryAsync() > 0);
        await Assert.ThrowsAsync<Silo.Storage.JournalDamagedException>(() => RecordedGrid.Replay(connection, new Dictionary<string, string?>(), null, CancellationToken.None));
    }

    [PostgresFact]
    public async Task A_database_is_of_one_grid_with_one_interval()
    {
        string connection = await _server.CreateDatabase();
        await Run(connection, fromBar: 0, bars: 1);

        InvalidDataException refused = await Assert.ThrowsAsync<InvalidDataException>(() => Run(connection, fromBar: 1, bars: 1, ("Grid:Interval", "00:05:00")));

        Assert.Contains("Grid:Interval is 5m, but the data was written with 1m", refused.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_database_without_a_grid_and_a_text_that_is_no_connection_are_said_to_be_so()
    {
        string connection = await _server.CreateDatabase();
        await Assert.ThrowsAnyAsync<InvalidDataException>(() => RecordedGrid.Replay(connection, new Dictionary<string, string?>(), null, CancellationToken.None));
        await Assert.ThrowsAsync<ValidationException>(() => RecordedGrid.Replay("Hots=localhost", new Dictionary<string, string?>(), null, CancellationToken.None));
    }

    private async Task Run(string connection, int fromBar, int bars, params (string Key, string? Value)[] more)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Grid:Shards"] = "4", ["Grid:Live"] = "false", ["Grid:Publish"] = "false",
            ["Journal:Durability"] = "Durable", ["Journal:Folder"] = _folder, ["PostgreSql:ConnectionString"] = connection,
        });
        builder.Configuration.AddInMemoryCollection(more.ToDictionary(pair => pair.Key, pair => pair.Value));
        builder.Logging.ClearProviders();
        builder.AddGridSilo();
        using IHost host = builder.Build();
        await host.StartAsync();
        IGrainFactory grains = host.Services.GetRequiredService<IGrainFactory>();
        for (int bar = fromBar; bar < fromBar + bars; bar++)
            foreach (string symbol in new[] { "AAA", "BBB", "CCC" })
            {
                double price = 100 + 5 * Math.Sin(bar * 0.3 + symbol[0]);
                Bar one = new(new DateTime(2024, 1, 2, 0, 0, 0, DateTimeKind.Utc).AddMinutes(bar), price, price + 0.5, price - 0.5, price + 0.2, 1000);
                IngestReceipt receipt = await grains.GetGrain<IShardGrain>(Shards.Of(symbol, 4)).Ingest(new([], [new(symbol, TimeSpan.FromMinutes(1), one)], DateTime.MinValue));
                Assert.Equal((1, "durable"), (receipt.Accepted, receipt.Durability));
            }
        await host.StopAsync();
    }
}
