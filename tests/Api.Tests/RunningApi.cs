using System.Net;
using GoldenSignals.ApiClient;
using GoldenSignals.ApiClient.Live;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Grains;
using GoldenSignals.Silo;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;

namespace GoldenSignals.Api.Tests;

/// <summary>The API as it ships: Kestrel on a free port of the loopback, and a whole grid in this process. Only its limits are small.</summary>
public sealed class RunningApi : IAsyncLifetime, IAsyncDisposable
{
    public const int MaxBody = 100_000, MaxTicks = 1_000;

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private WebApplication? _app;

    public HttpClient Client { get; } = new() { Timeout = Patience };

    public IServiceProvider Services => _app!.Services;

    public async Task InitializeAsync()
    {
        await Start();
        await IsReady();
    }

    public async Task IsReady()
    {
        await Services.GetRequiredService<CanaryProbe>().Ready.WaitAsync(Patience);
        await Services.GetRequiredService<StreamHub>().Connected.WaitAsync(Patience);
    }

    /// <summary>Starts without waiting until it is ready.</summary>
    public Task Start(Action<IServiceCollection>? services = null, params (string Name, string Value)[] settings) =>
        Start(services, builder => builder.AddGridSilo(), settings);

    /// <summary>Starts another process of the API, so to say, against the grid of the first.</summary>
    public Task StartBeside(RunningApi first, params (string Name, string Value)[] settings) => Start(null, builder =>
    {
        builder.AddGridOptions();
        builder.Services.AddSingleton(first.Services.GetRequiredService<IGrainFactory>());
        builder.Services.AddSingleton(first.Services.GetRequiredService<IClusterClient>());
    }, settings);

    private async Task Start(Action<IServiceCollection>? services, Action<WebApplicationBuilder> grid, (string Name, string Value)[] settings)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Api:MaxRequestBodyBytes"] = $"{MaxBody}",
            ["Api:MaxTicksPerRequest"] = $"{MaxTicks}",
            ["Grid:Shards"] = "4",
            ["Grid:Interval"] = "00:01:00",
            ["Agents:rsi:Oversold"] = "28",
        });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value));
        services?.Invoke(builder.Services);
        builder.AddApi();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        grid(builder);
        _app = builder.Build();
        _app.MapApi();
        await _app.StartAsync();
        Client.BaseAddress = new(_app.Urls.First());
    }

    /// <summary>Starts a further API over the grid of one that runs, as a process beside it would be.</summary>
    public async Task StartBeside(IServiceProvider grid)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.AddApi();
        builder.Services.AddSingleton(grid.GetRequiredService<IClusterClient>());
        builder.Services.AddSingleton(grid.GetRequiredService<IGrainFactory>());
        builder.Services.AddSingleton(grid.GetRequiredService<IOptions<GridOptions>>());
        builder.Services.AddSingleton(grid.GetRequiredService<DecisionModel>());
        builder.Services.AddSingleton(TimeProvider.System);
        _app = builder.Build();
        _app.MapApi();
        await _app.StartAsync();
        Client.BaseAddress = new(_app.Urls.First());
    }

    /// <summary>A request whose path goes over the wire exactly as it is written here.</summary>
    public HttpRequestMessage Request(HttpMethod method, string pathAndQuery, HttpContent? content = null) =>
        new(method, new Uri(Client.BaseAddress!.GetLeftPart(UriPartial.Authority) + pathAndQuery,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true })) { Content = content };

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();

    public async Task DisposeAsync()
    {
        Client.Dispose();
        if (_app is null)
            return;
        await _app.StopAsync();                                      // as the program ends: what is still to be written is written
        await _app.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class ApiCollection : ICollectionFixture<RunningApi>
{
    public const string Name = "one API for all";
}
