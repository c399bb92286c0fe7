using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace GoldenSignals.Api.Tests;

/// <summary>Ticks for tests, and answers as JSON.</summary>
internal static class SomeTicks
{
    public static readonly DateTime Start = new(2024, 1, 2, 14, 30, 0, DateTimeKind.Utc);

    /// <summary>A random walk with a drift that turns, one tick a minute: each but the first closes a bar.</summary>
    public static string[] Walk(string symbol, int count, int seed = 7)
    {
        var random = new Random(seed);
        var ticks = new string[count];
        double price = 100;
        for (int i = 0; i < count; i++)
        {
            price *= 1 + 0.004 * Math.Sin(i / 15.0) + 0.004 * (random.NextDouble() - 0.5);
            ticks[i] = Tick(symbol, Start.AddMinutes(i), price, 1 + random.Next(9), sequence: i + 1);
        }
        return ticks;
    }

    public static string Tick(string symbol, DateTime time, double price, double size = 1, string source = "test", long sequence = 0) =>
        string.Create(CultureInfo.InvariantCulture,
            $$"""{"symbol":"{{symbol}}","timestamp":"{{time:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}","price":{{price:R}},"size":{{size:R}},"source":"{{source}}","sequence":{{sequence}}}""");

    public static StringContent Array(IEnumerable<string> ticks) => Body($"[{string.Join(',', ticks)}]", "application/json");

    public static StringContent Lines(IEnumerable<string> ticks) => Body(string.Join('\n', ticks), "application/x-ndjson");

    public static StringContent Body(string text, string type) => new(text, Encoding.UTF8, new MediaTypeHeaderValue(type));

    /// <summary>Posts the ticks and expects that all of them are taken.</summary>
    public static async Task Take(this RunningApi api, IEnumerable<string> ticks)
    {
        foreach (string[] batch in ticks.Chunk(400))
        {
            JsonElement receipt = await Json(await api.Client.PostAsync("/v1/ticks", Array(batch)));
            Assert.Equal(batch.Length, receipt.GetProperty("accepted").GetInt32());
        }
    }

    public static async Task<JsonElement> Get(this RunningApi api, string path) =>
        await Json(await api.Client.SendAsync(api.Request(HttpMethod.Get, path)));

    public static async Task<JsonElement> Json(HttpResponseMessage response, int status = 200)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode} instead of {status}: {text}");
        Assert.Equal(status < 400 ? "application/json" : "application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return JsonDocument.Parse(text).RootElement;
    }
}
