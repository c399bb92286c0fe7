using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using GoldenSignals.ApiClient.Security;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Commands;

namespace GoldenSignals.ApiClient.Commands;

/// <summary>What <c>serve</c> and <c>api</c> have in common: a web process that says where it listens, and ends cleanly.</summary>
static class ApiProcess
{
    public static Option<int> Port() => new("--port")
    {
        Description = "Port of the API; 0 takes any free one",
        DefaultValueFactory = _ => 8080,
        Validators = { result => CommandLine.Require(result, result.Tokens is not [.., var token] || ushort.TryParse(token.Value, out _), "--port takes 0 to 65535") },
    };

    public static Option<string> Bind() => new("--bind")
    {
        Description = "Address that the API listens on",
        DefaultValueFactory = _ => "127.0.0.1",
        Validators = { result => CommandLine.Require(result, result.Tokens is not [.., var token] || IPAddress.TryParse(token.Value, out _), "--bind takes an IP address") },
    };

    /// <param name="defaults">Below the environment and <c>--set</c>.</param>
    public static WebApplicationBuilder CreateBuilder(IPEndPoint address, string[]? set, Dictionary<string, string?> defaults)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = defaults });
        builder.Configuration.AddInMemoryCollection(CommandLine.Settings(set));
        builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);      // why a start failed is said once, in one line
        builder.Logging.AddFilter("Orleans", LogLevel.Error);                                        // it warns of the workstation collector, which is our choice
        builder.AddApi();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(address));                        // behind the API's limits: they hold for what is added after them
        return builder;
    }

    public static async Task<int> Run(WebApplicationBuilder builder, IPEndPoint address, string title, bool json, CancellationToken cancel)
    {
        RequireFree(address);
        await using WebApplication app = builder.Build();
        await app.Services.GetRequiredService<KeyRing>().Refresh(cancel);
        AccessPolicy access = app.Services.GetRequiredService<AccessPolicy>();
        access.Require(address);
        app.MapApi();
        await app.StartAsync(cancel);

        string url = app.Urls.First();
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(new { url, runtime = GridRuntime.Description, access = access.IsOpen ? "open" : "keys" }, CommandLine.JsonOutput));
        else
            Announce(url, title, access.IsOpen);
        using CancellationTokenRegistration stop = cancel.Register(app.Lifetime.StopApplication);
        await app.WaitForShutdownAsync(CancellationToken.None);
        // A feed or a stream that ended of a fault has stopped the process: then it must not look like a clean end.
        if (app.Services.GetServices<IHostedService>().OfType<BackgroundService>().Select(service => service.ExecuteTask?.Exception?.InnerException)
            .FirstOrDefault(error => error is not null) is { } fault)
            throw fault;
        return cancel.IsCancellationRequested ? CommandLine.Interrupted : CommandLine.Done;
    }

    /// <summary>Before a silo starts only to be torn down again.</summary>
    private static void RequireFree(IPEndPoint address)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(address);
        }
        catch (SocketException error)
        {
            throw new IOException($"cannot listen on {address}: {error.Message}; --port chooses another port", error);
        }
    }

    private static void Announce(string url, string title, bool open) => Console.WriteLine(
        $"""
        GoldenSignals on {GridRuntime.Description}: {title}
          dashboard  {url}/
          API        {url}/v1/symbols
          stream     {url}/v1/stream
          reference  {url}/docs
          ready?     {url}/health/ready
          access     {(open ? "open: from this machine anyone may read and send in, without a key; Api:Auth=Required asks for one" : "by key or token: ./run keys")}
        Ctrl-C stops it.
        """);
}
