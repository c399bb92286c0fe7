using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using GoldenSignals.Silo.Commands;

namespace GoldenSignals.ApiClient.Remote;

/// <summary>How commands reach a grid that runs elsewhere: its address, and the key, which stands in no URL and no argument.</summary>
internal static class RemoteGrid
{
    public const string KeyVariable = "GOLDENSIGNALS_KEY";

    public static Option<string> Url() => new("--url")
    {
        Description = "The grid's API",
        DefaultValueFactory = _ => "http://127.0.0.1:8080",
        Validators = { result => CommandLine.Require(result, result.Tokens is not [.., var token] || Uri.TryCreate(token.Value, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https", "--url takes an http or https address") },
    };

    public static Option<string?> KeyFile() => CommandLine.File("--key-file", $"File with the API key; default: the variable {KeyVariable}, where that is set");

    /// <exception cref="IOException">The key's file cannot be read.</exception>
    public static HttpClient Open(string url, string? keyFile)
    {
        var http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10), AutomaticDecompression = DecompressionMethods.None })
        {
            BaseAddress = new(url.TrimEnd('/') + "/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        string? key = keyFile is null ? Environment.GetEnvironmentVariable(KeyVariable) : File.ReadAllText(keyFile);
        if (!string.IsNullOrWhiteSpace(key))
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Trim());
        return http;
    }

    /// <summary>Whether the same may well work in a moment.</summary>
    public static bool IsPassing(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)status >= 500;

    /// <summary>What an error answer says, in one line.</summary>
    public static async Task<string> Problem(HttpResponseMessage response, CancellationToken cancel)
    {
        string text = await response.Content.ReadAsStringAsync(cancel);
        try
        {
            using JsonDocument problem = JsonDocument.Parse(text);
            return $"{(int)response.StatusCode} {problem.RootElement.GetProperty("code")}: {problem.RootElement.GetProperty("detail")}";
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return $"{(int)response.StatusCode} {response.ReasonPhrase}";
        }
    }

    /// <summary>When to try again: as the grid says, else later each time, up to half a minute, and not all clients at once.</summary>
    /// <param name="failed">How often it has failed by now.</param>
    public static TimeSpan Pause(int failed, HttpResponseMessage? response = null) =>
        response?.Headers.RetryAfter?.Delta is { } told ? told
        : TimeSpan.FromSeconds(Math.Min(30, Math.Pow(2, Math.Min(failed, 6)) / 2) * (0.5 + Random.Shared.NextDouble()));
}
