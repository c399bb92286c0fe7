namespace GoldenSignals.Silo.Telemetry;

/// <summary>Where traces and metrics go, and how the log is written. Bound from <c>Telemetry:*</c>.</summary>
public sealed record TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>
    /// An OpenTelemetry collector, as http://localhost:4317; default: the variable OTEL_EXPORTER_OTLP_ENDPOINT, and none without it. The other variables
    /// of OpenTelemetry hold too: OTEL_EXPORTER_OTLP_PROTOCOL, OTEL_SERVICE_NAME, OTEL_TRACES_SAMPLER…
    /// </summary>
    public string OtlpEndpoint { get; init; } = "";

    /// <summary>Whether every line of the log is one JSON object, with the trace that it belongs to. Default false.</summary>
    public bool JsonLogs { get; init; }
}
