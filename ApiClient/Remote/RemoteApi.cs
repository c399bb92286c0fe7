using System.Net;
using System.Text.Json;

namespace GoldenSignals.ApiClient.Remote;

/// <summary>What the answers of a grid that runs elsewhere say: what is wrong, and when to try again.</summary>
internal static class RemoteApi
{
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
