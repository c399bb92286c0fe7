using GoldenSignals.Silo.Telemetry;
using Microsoft.AspNetCore.Http.HttpResults;
using OpenTelemetry.Metrics;

namespace GoldenSignals.ApiClient.Metrics;

/// <summary>The metrics of this process and its grid, for Prometheus.</summary>
internal static class MetricsEndpoints
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static void AddMetrics(this WebApplicationBuilder builder)
    {
        builder.AddTelemetry();
        builder.Services.AddSingleton<GridMetrics>();
        builder.Services.AddSingleton<PrometheusReader>();
        builder.Services.AddSingleton<MetricReader>(services => services.GetRequiredService<PrometheusReader>());
    }

    public static void MapMetrics(this IEndpointRouteBuilder app) =>
        app.MapGet("/metrics", Get).WithTags("Health").WithName("GetMetrics").Produces<string>(200, "text/plain");

    /// <summary>Metrics in Prometheus' text format: the grid's counters, this process's requests, journal and memory.</summary>
    internal static async Task<FileContentHttpResult> Get(GridMetrics grid, PrometheusReader reader)
    {
        await grid.Refresh();
        return TypedResults.File(await reader.Read(), ContentType);
    }
}

/// <summary>Collects when it is asked to.</summary>
internal sealed class PrometheusReader : BaseExportingMetricReader
{
    private readonly PrometheusExporter _text;
    private readonly SemaphoreSlim _one = new(1);

    public PrometheusReader() : this(new())
    {
    }

    private PrometheusReader(PrometheusExporter text) : base(text) => _text = text;

    public async Task<byte[]> Read()
    {
        await _one.WaitAsync();
        try
        {
            Collect();
            return _text.Text.ToArray();
        }
        finally
        {
            _one.Release();
        }
    }

    protected override void Dispose(bool disposing)
    {
        _one.Dispose();
        base.Dispose(disposing);
    }
}
