using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;

namespace GoldenSignals.ApiClient.Mcp;

/// <summary>Asks a grid's API; what it refuses is told in its own words.</summary>
internal sealed class GridQuestions(HttpClient http)
{
    private const int LongestAnswer = 8 << 20;

    /// <param name="path">Of the resource, each part escaped (<see cref="Part"/>).</param>
    /// <param name="query">Those that are null are left out.</param>
    /// <exception cref="McpException">The grid does not answer, or refuses.</exception>
    public Task<JsonNode> Get(string path, CancellationToken cancel, params ReadOnlySpan<(string Name, object? Value)> query)
    {
        var text = new StringBuilder(path);
        char before = '?';
        foreach ((string name, object? value) in query)
        {
            if (value is null)
                continue;
            text.Append(before).Append(name).Append('=').Append(Part(Convert.ToString(value, CultureInfo.InvariantCulture)!));
            before = '&';
        }
        return Ask(new(HttpMethod.Get, text.ToString()), cancel);
    }

    /// <exception cref="McpException">The grid does not answer, or refuses.</exception>
    public Task<JsonNode> Post(string path, JsonObject body, CancellationToken cancel) =>
        Ask(new(HttpMethod.Post, path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") }, cancel);

    /// <summary>A part of a path or query, escaped.</summary>
    public static string Part(string text) => Uri.EscapeDataString(text);

    private async Task<JsonNode> Ask(HttpRequestMessage request, CancellationToken cancel)
    {
        try
        {
            using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            await response.Content.LoadIntoBufferAsync(LongestAnswer, cancel);
            await using Stream body = await response.Content.ReadAsStreamAsync(cancel);
            JsonNode? answer = await JsonNode.ParseAsync(body, cancellationToken: cancel);
            return response.IsSuccessStatusCode && answer is not null ? answer : throw Refused((int)response.StatusCode, answer);
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException || fault is OperationCanceledException && !cancel.IsCancellationRequested)
        {
            throw new McpException($"The grid at {http.BaseAddress} does not answer as one: {(fault is OperationCanceledException ? "it took too long" : fault.Message)}");
        }
        finally
        {
            request.Dispose();
        }
    }

    private static McpException Refused(int status, JsonNode? problem) =>
        new($"{status} {(string?)problem?["code"] ?? "error"}: {(string?)problem?["detail"] ?? (string?)problem?["title"] ?? "the grid gives no reason"}");
}
