using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.ApiClient.Remote;

/// <summary>What became of a file that was sent.</summary>
internal sealed class SentFile
{
    public long Lines { get; set; }

    public long Accepted { get; set; }

    public long Duplicates { get; set; }

    /// <summary>How many, by code.</summary>
    public SortedDictionary<string, long> Rejected { get; } = new(StringComparer.Ordinal);

    /// <summary>The first of them.</summary>
    public List<(int Line, string Code)> FirstRejected { get; } = [];

    public long Retries { get; set; }

    public string? Durability { get; set; }
}

/// <summary>Sends the rows of a file to a remote grid, in batches, each until it has an answer.</summary>
/// <remarks>Sending a batch again is safe: it carries a key made of the file's content and the batch's lines, under which the grid has the answer of the first time.</remarks>
internal sealed class FileSender(HttpClient http, int batchLines, int mostRetries, TimeProvider clock, Action<SentFile, double> progress, Action<string> said)
{
    private const int ShownRejections = 10, MaxBatchBytes = 4 << 20;
    private static readonly TimeSpan s_answer = TimeSpan.FromMinutes(2);

    /// <exception cref="IOException">The grid refuses, or does not answer for too long; the message says up to which line all was taken.</exception>
    /// <exception cref="FeedException">A line is not what it should be. What stands before its batch was sent.</exception>
    public async Task<SentFile> Send(string path, int fromLine, CancellationToken cancel)
    {
        string digest = await Digest(path, cancel);
        using var file = new InputLines(path);
        double bytes = Math.Max(1, new FileInfo(path).Length);
        var sent = new SentFile();
        var batch = new List<InputLine>(batchLines);
        int size = 0;
        while (file.Next() is { } line)
        {
            if (line.Line < fromLine)
                continue;
            batch.Add(line);
            size += line.Json.Length + 1;
            if (batch.Count < batchLines && size < MaxBatchBytes)
                continue;
            await Send(file.Kind, batch, digest, sent, cancel);
            progress(sent, file.Position / bytes);
            batch.Clear();
            size = 0;
        }
        if (batch.Count > 0)
            await Send(file.Kind, batch, digest, sent, cancel);
        progress(sent, 1);
        return sent;
    }

    private async Task Send(InputKind kind, List<InputLine> batch, string digest, SentFile sent, CancellationToken cancel)
    {
        List<InputLine> left = batch;
        for (int failed = 0; left.Count > 0;)
        {
            HttpResponseMessage? answer = null;
            string why;
            try
            {
                answer = await Post(kind, left, digest, cancel);
                if (answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.UnprocessableEntity)
                {
                    int before = left.Count;
                    left = await Take(answer, left, sent, cancel);
                    if (left.Count == 0)
                        break;
                    why = $"{left.Count} of {before} rows were not taken yet";
                }
                else
                {
                    why = await RemoteApi.Problem(answer, cancel);
                    if (!RemoteApi.IsPassing(answer.StatusCode))
                        throw new IOException($"lines {left[0].Line} to {left[^1].Line}: {why}; all before line {batch[0].Line} was sent");
                }
            }
            catch (Exception broken) when (broken is HttpRequestException || broken is OperationCanceledException && !cancel.IsCancellationRequested)
            {
                why = broken is HttpRequestException ? broken.Message : "no answer";
            }
            if (++failed > mostRetries)
                throw new IOException($"lines {left[0].Line} to {left[^1].Line}: {why}; all before line {batch[0].Line} was sent, --from-line {batch[0].Line} goes on there");
            sent.Retries++;
            TimeSpan pause = RemoteApi.Pause(failed, answer);
            answer?.Dispose();
            said(string.Create(CultureInfo.InvariantCulture, $"line {left[0].Line}: {why}; again in {pause.TotalSeconds:F1} s"));
            await Task.Delay(pause, clock, cancel);
        }
        sent.Lines += batch.Count;
    }

    private async Task<HttpResponseMessage> Post(InputKind kind, List<InputLine> lines, string digest, CancellationToken cancel)
    {
        var body = new MemoryStream();
        foreach (InputLine line in lines)
        {
            body.Write(line.Json);
            body.WriteByte((byte)'\n');
        }
        using var request = new HttpRequestMessage(HttpMethod.Post, kind switch { InputKind.Ticks => "v1/ticks", InputKind.Bars => "v1/bars", _ => "v1/news" })
        {
            Content = new ByteArrayContent(body.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } },
        };
        // Of what is sent, too: what is left of a batch is another request.
        byte[] key = SHA256.HashData(Encoding.UTF8.GetBytes($"{digest}:{string.Join(',', lines.Select(line => line.Line))}"));
        request.Headers.Add("Idempotency-Key", Convert.ToHexStringLower(key.AsSpan(0, 16)));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(s_answer);
        return await http.SendAsync(request, patience.Token);
    }

    /// <returns>The rows to be sent again.</returns>
    private static async Task<List<InputLine>> Take(HttpResponseMessage answer, List<InputLine> lines, SentFile sent, CancellationToken cancel)
    {
        using JsonDocument document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancel));
        JsonElement receipt = document.RootElement;
        if (!receipt.TryGetProperty("rejected", out JsonElement rejections))
            throw new IOException($"lines {lines[0].Line} to {lines[^1].Line}: {await RemoteApi.Problem(answer, cancel)}");
        var again = new List<InputLine>();
        long accepted = receipt.GetProperty("accepted").GetInt64();
        bool replayed = answer.Headers.Contains(OncePerKey.Replayed);       // the answer of before: nothing was done now
        sent.Accepted += replayed ? 0 : accepted;
        sent.Duplicates += receipt.GetProperty("duplicates").GetInt64() + (replayed ? accepted : 0);
        sent.Durability = receipt.GetProperty("durability").GetString() ?? sent.Durability;
        foreach (JsonElement rejection in rejections.EnumerateArray())
        {
            InputLine line = lines[rejection.GetProperty("index").GetInt32()];
            string code = rejection.GetProperty("code").GetString()!;
            if (code == Problems.Unavailable.Code)
            {
                again.Add(line);
                continue;
            }
            sent.Rejected[code] = sent.Rejected.GetValueOrDefault(code) + 1;
            if (sent.FirstRejected.Count < ShownRejections)
                sent.FirstRejected.Add((line.Line, code));
        }
        return again;
    }

    private static async Task<string> Digest(string path, CancellationToken cancel)
    {
        try
        {
            await using FileStream file = File.OpenRead(path);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new FeedException(path, 0, null, $"the file cannot be opened: {unreadable.Message}", unreadable);
        }
    }
}
