using GoldenSignals.Grains;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Hosting;

namespace GoldenSignals.Silo.Telemetry;

/// <summary>Puts traces, metrics and the form of the log into a host.</summary>
public static class TelemetryHosting
{
    /// <summary>What the API measures; its meter is made by the host's factory.</summary>
    public const string ApiMeter = "GoldenSignals.Api";

    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Once for a host, before its silo or client.</summary>
    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        if (builder.Services.Any(service => service.ServiceType == typeof(TelemetryExport)))
            return;
        TelemetryOptions options = OptionsOf(builder);
        builder.Services.AddSingleton(Options.Create(options));
        builder.Services.AddSingleton<TelemetryExport>().AddHostedService(services => services.GetRequiredService<TelemetryExport>());
        if (!options.JsonLogs)
            return;
        builder.Logging.ClearProviders().AddJsonConsole(json => (json.IncludeScopes, json.UseUtcTimestamp, json.TimestampFormat) = (true, true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.Configure(log => log.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
    }

    /// <summary>Carries a trace through the calls of grains, where traces are looked at: a call costs more with it.</summary>
    internal static void CarryTraces(this ISiloBuilder silo, IHostApplicationBuilder builder)
    {
        if (AreTraced(builder))
            silo.AddActivityPropagation();
    }

    internal static bool AreTraced(IHostApplicationBuilder builder) => OptionsOf(builder) is { } options && (options.OtlpEndpoint.Length > 0 || options.JsonLogs);

    private static TelemetryOptions OptionsOf(IHostApplicationBuilder builder)
    {
        TelemetryOptions options = GridHosting.Bound<TelemetryOptions>(builder.Configuration, TelemetryOptions.Section);
        return options.OtlpEndpoint.Length > 0 ? options : options with { OtlpEndpoint = builder.Configuration[Endpoint] ?? "" };
    }
}
