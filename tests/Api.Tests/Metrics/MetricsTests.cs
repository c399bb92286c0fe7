using System.Text.Json;
using GoldenSignals.Api.Tests.Limits;

namespace GoldenSignals.Api.Tests.Metrics;

public class MetricsTests
{
    [Fact]
    public async Task What_is_scraped_is_well_formed_in_base_units_and_names_no_symbol()
    {
        await using var api = new Started(("Quotas:Requests", "1000"));
        await api.Running().IsReady();
        await api.Running().Take(SomeTicks.Walk("METRIC", 61));
        (await api.Client.GetAsync("/v1/symbols/METRIC/decision")).EnsureSuccessStatusCode();
        (await api.Client.GetAsync("/v1/symbols/NOWHERE/decision")).Dispose();
        (await api.Client.GetAsync("/no/such/route")).Dispose();

        using HttpResponseMessage answer = await api.Client.GetAsync("/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        string text = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("METRIC", text, StringComparison.Ordinal);
        Assert.DoesNotContain("NOWHERE", text, StringComparison.Ordinal);
        PrometheusText metrics = PrometheusText.Parse(text);
        foreach ((string name, (string type, _)) in metrics.Families)
        {
            Assert.StartsWith("goldensignals_", name, StringComparison.Ordinal);
            Assert.True(name.EndsWith("_total", StringComparison.Ordinal) == (type == "counter"), name);
            Assert.DoesNotMatch("(milli|micro|nano)?seconds_seconds|_ms$|_kb$|_percent$", name);
        }

        JsonElement status = await api.Running().Get("/v1/status");
        Assert.Equal((1, 1, 1), (metrics.Of("goldensignals_up"), metrics.Of("goldensignals_ready"), metrics.Of("goldensignals_symbols")));
        Assert.Equal(61, metrics.Of("goldensignals_processed_total", "kind=\"tick\""));
        Assert.Equal(status.GetProperty("agents").GetInt32(), metrics.Of("goldensignals_agents"));
        Assert.Equal(status.GetProperty("bars").GetInt64(), metrics.Samples.Where(sample => sample.Key.Name == "goldensignals_decisions_total").Sum(sample => sample.Value));

        const string Decided = "http_request_method=\"GET\",http_response_status_code=\"200\",http_route=\"/v1/symbols/{symbol}/decision\"";
        (string _, string labels) = Assert.Single(metrics.Samples.Keys, key =>
            key.Name == "goldensignals_http_server_request_duration_seconds_count" && Set(key.Labels).SetEquals(Set(Decided)));
        Assert.Equal(1, metrics.Of("goldensignals_http_server_request_duration_seconds_count", labels));
        Assert.Equal(1, metrics.Of("goldensignals_http_server_request_duration_seconds_bucket", $"{labels},le=\"+Inf\""));
        Assert.InRange(metrics.Of("goldensignals_http_server_request_duration_seconds_sum", labels), 1e-7, 60);
    }

    [Fact]
    public async Task Counters_rise_and_what_is_over_a_quota_is_counted()
    {
        await using var api = new Started(("Quotas:Streams", "1"));
        await api.Running().IsReady();
        PrometheusText before = PrometheusText.Parse(await api.Client.GetStringAsync("/metrics"));
        await api.Running().Take(SomeTicks.Walk("RISING", 11));
        using HttpResponseMessage open = await api.Client.GetAsync("/v1/stream", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(200, (int)open.StatusCode);
        using HttpResponseMessage refused = await api.Client.GetAsync("/v1/stream", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(429, (int)refused.StatusCode);
        PrometheusText after = PrometheusText.Parse(await api.Client.GetStringAsync("/metrics"));

        Assert.Equal(11, after.Of("goldensignals_received_total") - before.Of("goldensignals_received_total"));
        Assert.Equal(1, after.Of("goldensignals_streams"));
        Assert.Equal(1, after.Of("goldensignals_requests_refused_total", "quota=\"streams\""));
        foreach (((string name, string labels), double value) in before.Samples.Where(sample => before.Families.TryGetValue(sample.Key.Name, out var family) && family.Type == "counter"))
            Assert.True(after.Of(name, labels) >= value, $"{name}{{{labels}}}");
    }

    private static HashSet<string> Set(string labels) => [.. labels.Split(',')];
}
