using System.Collections.Concurrent;
using System.Net;
using System.Text;
using GoldenSignals.Api.Tests.Limits;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GoldenSignals.Api.Tests.Metrics;

public class OtlpTests
{
    [Fact]
    public async Task A_request_and_the_calls_of_grains_that_it_makes_are_one_trace_and_metrics_go_out_too()
    {
        await using var collector = await Collector.Start();
        await using var api = new Started(
            ("Telemetry:OtlpEndpoint", collector.Url), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "100"), ("OTEL_METRIC_EXPORT_INTERVAL", "200"));
        await api.Running().IsReady();
        await api.Running().Take(SomeTicks.Walk("TRACED", 11));
        byte[] trace = Convert.FromHexString("0af7651916cd43dd8448eb211c80319c");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/symbols/TRACED/decision");
        request.Headers.Add("traceparent", $"00-{Convert.ToHexStringLower(trace)}-b7ad6b7169203331-01");
        (await api.Client.SendAsync(request)).EnsureSuccessStatusCode();

        await collector.Until("/v1/traces", body => Holds(body, trace) && Holds(body, "IConsensusGrain/Latest") && Holds(body, "IUniverseGrain/Look"));
        await collector.Until("/v1/metrics", body => Holds(body, "goldensignals.received") && Holds(body, "http.server.request.duration"));
    }

    private static bool Holds(byte[] body, string text) => Holds(body, Encoding.UTF8.GetBytes(text));

    private static bool Holds(byte[] body, byte[] bytes) => body.AsSpan().IndexOf(bytes) >= 0;

    /// <summary>Takes what is exported, and keeps it.</summary>
    private sealed class Collector(WebApplication app) : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<string, byte[]> _bodies = new();

        public string Url => app.Urls.First();

        public static async Task<Collector> Start()
        {
            WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            WebApplication app = builder.Build();
            var collector = new Collector(app);
            app.Run(collector.Take);
            await app.StartAsync();
            return collector;
        }

        public async Task Until(string path, Func<byte[], bool> holds)
        {
            using var limit = new CancellationTokenSource(RunningApi.Patience);
            using var period = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            while (!holds(_bodies.GetValueOrDefault(path) ?? []))
                await period.WaitForNextTickAsync(limit.Token);
        }

        private async Task Take(HttpContext context)
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            _bodies.AddOrUpdate(context.Request.Path, body.ToArray(), (_, before) => [.. before, .. body.ToArray()]);
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
