using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace GoldenSignals.Silo.Telemetry;

/// <summary>Collects what is measured and traced while the host runs, for a collector and for whatever reads metrics in this process.</summary>
/// <param name="readers">Who reads metrics beside the collector.</param>
internal sealed class TelemetryExport(IOptions<TelemetryOptions> options, IConfiguration configuration, IMeterFactory meters, IEnumerable<MetricReader> readers) : IHostedService, IDisposable
{
    /// <summary>From half a millisecond, which is what a request takes here, to ten seconds.</summary>
    private static readonly double[] s_requestSeconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private MeterProvider? _metrics;
    private TracerProvider? _traces;

    private bool IsCollected => options.Value.OtlpEndpoint.Length > 0;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (IsCollected || readers.Any())
            _metrics = Metrics();
        if (IsCollected)
            _traces = Configured(Sdk.CreateTracerProviderBuilder()).ConfigureResource(Describe)
                .AddSource("Microsoft.AspNetCore", "Microsoft.Orleans.Application", "Microsoft.Orleans.Runtime")
                .AddOtlpExporter().Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What has not gone out yet does so now.</summary>
    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private MeterProvider Metrics()
    {
        MeterProviderBuilder builder = Sdk.CreateMeterProviderBuilder().ConfigureResource(Describe)
            .AddMeter(TelemetryHosting.ApiMeter, SiloMetrics.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddView(View);
        builder.ConfigureServices(services => services.AddSingleton(Variables));
        foreach (MetricReader reader in readers)
            builder.AddReader(reader);
        if (IsCollected)
            builder.AddOtlpExporter();
        return builder.Build();
    }

    private TracerProviderBuilder Configured(TracerProviderBuilder builder) => builder.ConfigureServices(services => services.AddSingleton(Variables));

    /// <summary>What OpenTelemetry takes for the environment: the host's configuration, so that an option wins over a variable.</summary>
    private IConfiguration Variables => new ConfigurationBuilder().AddConfiguration(configuration)
        .AddInMemoryCollection(IsCollected ? [new("OTEL_EXPORTER_OTLP_ENDPOINT", options.Value.OtlpEndpoint)] : []).Build();

    /// <summary>Nothing of another host in this process, and of the server only what says how it is doing: few series, whatever is asked for.</summary>
    private MetricStreamConfiguration? View(Instrument instrument) =>
        instrument.Meter.Scope is IMeterFactory factory && !ReferenceEquals(factory, meters) ? MetricStreamConfiguration.Drop
        : instrument.Name switch
        {
            "http.server.request.duration" => new ExplicitBucketHistogramConfiguration
            {
                Boundaries = s_requestSeconds, TagKeys = ["http.request.method", "http.route", "http.response.status_code"],
            },
            "http.server.active_requests" => new MetricStreamConfiguration { TagKeys = [] },
            "kestrel.active_connections" or "kestrel.rejected_connections" => new MetricStreamConfiguration { TagKeys = [] },
            "dotnet.thread_pool.thread.count" or "dotnet.thread_pool.queue.length" => MetricStreamConfiguration.Drop,      // the framework calls them counters, and they fall
            var name when name.StartsWith("kestrel.", StringComparison.Ordinal) => MetricStreamConfiguration.Drop,
            _ => null,
        };

    private static void Describe(ResourceBuilder resource) => resource.AddService("goldensignals", serviceVersion: typeof(TelemetryExport).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion).AddEnvironmentVariableDetector();
}
