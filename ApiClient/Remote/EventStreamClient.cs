using System.Runtime.CompilerServices;

namespace GoldenSignals.ApiClient.Remote;

/// <summary>An event of a remote grid's stream.</summary>
/// <param name="Id">The place in the log; null for a gap.</param>
/// <param name="Data">One JSON object.</param>
internal sealed record RemoteEvent(string? Id, string Name, string Data);

/// <summary>Follows the stream of a remote grid. When the connection breaks it comes back, behind the last event that it had.</summary>
/// <param name="query">Parameters of <c>/v1/stream</c>.</param>
/// <param name="said">Is told when the connection breaks.</param>
internal sealed class EventStreamClient(HttpClient http, string query, TimeProvider clock, Action<string> said)
{
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(60);       // four heartbeats

    private string? _lastId;
    private int _failed;

    /// <exception cref="IOException">The grid refuses, and would again.</exception>
    public async IAsyncEnumerable<RemoteEvent> Follow([EnumeratorCancellation] CancellationToken cancel)
    {
        while (true)
        {
            (StreamReader? lines, HttpResponseMessage? refused) = await Open(cancel);
            if (lines is not null)
                using (lines)
                    while (await Next(lines, cancel) is { } next)
                    {
                        _lastId = next.Id ?? _lastId;
                        if (next.Name.Length == 0)
                            continue;
                        _failed = 0;
                        yield return next;
                    }
            TimeSpan pause = RemoteApi.Pause(++_failed, refused);
            refused?.Dispose();
            said(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"connection lost; again in {pause.TotalSeconds:F1} s"));
            await Task.Delay(pause, clock, cancel);
        }
    }

    private async Task<(StreamReader?, HttpResponseMessage?)> Open(CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "v1/stream" + query);
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (_lastId is not null)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", _lastId);
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        }
        catch (HttpRequestException unreachable) when (!cancel.IsCancellationRequested)
        {
            said(unreachable.Message);
            return default;
        }
        if (response.IsSuccessStatusCode)
            return (new StreamReader(await response.Content.ReadAsStreamAsync(cancel)), null);
        string problem = await RemoteApi.Problem(response, cancel);
        if (!RemoteApi.IsPassing(response.StatusCode))
            throw new IOException(problem);
        said(problem);
        return (null, response);
    }

    /// <summary>The next block; null at the end. One without an event says only where the stream is.</summary>
    private static async Task<RemoteEvent?> Next(StreamReader lines, CancellationToken cancel)
    {
        string? id = null, data = null;
        string name = "";
        try
        {
            while (true)
            {
                using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                silence.CancelAfter(s_silence);
                switch (await lines.ReadLineAsync(silence.Token))
                {
                    case null:
                        return null;
                    case "" when data is not null || id is not null:
                        return new(id, data is null ? "" : name, data ?? "");
                    case ['i', 'd', ':', ' ', .. var value]:
                        id = value;
                        break;
                    case ['e', 'v', 'e', 'n', 't', ':', ' ', .. var value]:
                        name = value;
                        break;
                    case ['d', 'a', 't', 'a', ':', ' ', .. var value]:
                        data = value;
                        break;
                }
            }
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException || broken is OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return null;
        }
    }
}
