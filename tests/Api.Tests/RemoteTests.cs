using System.Net;
using System.Text;
using GoldenSignals.ApiClient.Live;
using GoldenSignals.ApiClient.Remote;
using GoldenSignals.Silo.Feeds;
using Microsoft.Extensions.DependencyInjection;

namespace GoldenSignals.Api.Tests;

/// <summary>What <c>watch</c> and <c>ingest</c> do with a grid that is elsewhere.</summary>
[Collection(ApiCollection.Name)]
public sealed class RemoteTests(RunningApi api) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gs-");

    [Fact]
    public async Task A_file_of_trades_is_sent_and_followed_and_sent_again_it_changes_nothing()
    {
        string file = Write("trades.csv", ["timestamp,symbol,price,size,source,sequence", .. Enumerable.Range(0, 120).Select(i =>
            $"{SomeTicks.Start.AddMinutes(i):yyyy-MM-dd HH:mm:ss},SENT,{(100 + i % 3).ToString(System.Globalization.CultureInfo.InvariantCulture)},2,file,{i + 1}")]);
        string now = api.Services.GetRequiredService<StreamHub>().Clients.Position.ToString();
        SentFile sent = await Sender().Send(file, 1, default);
        Assert.Equal((120, 120, 0, "memory"), (sent.Lines, sent.Accepted, sent.Duplicates, sent.Durability));
        int minute = 0;
        await foreach (RemoteEvent bar in new EventStreamClient(api.Client, $"?symbols=SENT&events=bar&window=0&lastEventId={now}", TimeProvider.System, _ => { }).Follow(default))
        {
            Assert.Contains($"\"time\":\"{SomeTicks.Start.AddMinutes(minute):yyyy-MM-ddTHH:mm:ss}Z\"", bar.Data, StringComparison.Ordinal);
            if (++minute == 119)
                break;
        }

        SentFile again = await Sender().Send(file, 1, default);
        Assert.Equal((120, 0, 120), (again.Lines, again.Accepted, again.Duplicates));
    }

    [Fact]
    public async Task What_is_refused_is_told_by_its_line()
    {
        string file = Write("some.ndjson", [SomeTicks.Tick("OF.LINES", SomeTicks.Start, 10), SomeTicks.Tick("OF.LINES", SomeTicks.Start, -1), SomeTicks.Tick("a b", SomeTicks.Start, 1), SomeTicks.Tick("OF.LINES", SomeTicks.Start.AddMinutes(1), 10)]);
        SentFile sent = await Sender(batch: 3).Send(file, 1, default);
        Assert.Equal((4, 2), (sent.Lines, sent.Accepted));
        Assert.Equal([(2, "price-out-of-range"), (3, "invalid-symbol")], sent.FirstRejected);
    }

    [Fact]
    public async Task A_request_that_got_no_answer_is_sent_again_under_the_same_key_and_one_that_is_refused_is_not()
    {
        var keys = new List<string>();
        using var http = Answering(keys, null, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK);
        string file = Write("x.ndjson", [SomeTicks.Tick("A", SomeTicks.Start, 10)]);
        SentFile sent = await new FileSender(http, 10, 5, TimeProvider.System, (_, _) => { }, _ => { }).Send(file, 1, default);
        Assert.Equal((1, 2), (sent.Accepted, sent.Retries));
        Assert.Equal(3, keys.Count);
        Assert.Single(keys.Distinct());

        using var refusing = Answering(keys, HttpStatusCode.Forbidden);
        IOException refused = await Assert.ThrowsAsync<IOException>(() => new FileSender(refusing, 10, 5, TimeProvider.System, (_, _) => { }, _ => { }).Send(file, 1, default));
        Assert.Contains("403", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("timestamp,open,high,low,close,volume\n2024-01-02,1,2,0.5,1.5,10\n", """{"symbol":"ACME","time":"2024-01-02T00:00:00Z","open":1,"high":2,"low":0.5,"close":1.5,"volume":10}""")]
    [InlineData("price,size,timestamp\r\n1.25,3,1706711400\r\n", """{"symbol":"ACME","timestamp":"2024-01-31T14:30:00Z","price":1.25,"size":3}""")]
    public void A_line_of_CSV_becomes_what_the_API_takes(string text, string json)
    {
        using var lines = new InputLines(WriteText("ACME_1d.csv", text));
        Assert.Equal((2, json), lines.Next() is { } line ? (line.Line, Encoding.UTF8.GetString(line.Json)) : default);
        Assert.Null(lines.Next());
    }

    [Theory]
    [InlineData("timestamp,open,high,low,close,volume\n2024-01-02,1,2,0.5,1.5\n", ":2")]
    [InlineData("timestamp,price,size\nnow,1,1\n", ":2, column 1")]
    [InlineData("timestamp,price,size\n2024-01-02,\"1,5\",1\n", ":2, column 2")]
    [InlineData("timestamp,bid,ask\n2024-01-02,1,2\n", "quotes")]
    [InlineData("{\"what\":1}\n", ":1")]
    [InlineData("", "empty")]
    public void A_file_that_is_none_is_refused_with_its_place(string text, string place)
    {
        string path = WriteText("ACME.csv", text);
        Assert.Contains(place, Assert.Throws<FeedException>(() =>
        {
            using var lines = new InputLines(path);
            while (lines.Next() is not null)
            {
            }
        }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_breaks_is_taken_up_behind_the_last_event()
    {
        var ids = new List<string>();
        var said = new List<string>();
        using var http = new HttpClient(new Scripted(request =>
        {
            ids.Add(request.Headers.TryGetValues("Last-Event-ID", out IEnumerable<string>? values) ? values.Single() : "");
            return new(HttpStatusCode.OK)
            {
                Content = new StringContent(ids.Count == 1
                    ? "retry: 2000\nid: 1-0.A\n\n: \n\nid: 2-0.A\nevent: bar\ndata: {\"n\":1}\n\nid: 2-1.A\nevent: decision\ndata: {\"n\":2}\n\nid: 3-0.A\nevent: ba"      // cut off
                    : "retry: 2000\n\nevent: gap\ndata: {\"reason\":\"not-kept\"}\n\nid: 9-0.A\nevent: bar\ndata: {\"n\":3}\n\n"),
            };
        })) { BaseAddress = new("http://grid/") };
        var seen = new List<RemoteEvent>();
        await foreach (RemoteEvent next in new EventStreamClient(http, "", TimeProvider.System, said.Add).Follow(default))
        {
            seen.Add(next);
            if (seen.Count == 4)
                break;
        }
        Assert.Equal([new("2-0.A", "bar", "{\"n\":1}"), new("2-1.A", "decision", "{\"n\":2}"), new(null, "gap", "{\"reason\":\"not-kept\"}"), new("9-0.A", "bar", "{\"n\":3}")], seen);
        Assert.Equal(["", "2-1.A"], ids);
        Assert.Single(said);
    }

    [Fact]
    public async Task A_stream_that_is_refused_ends_with_the_reason()
    {
        var stream = new EventStreamClient(api.Client, "?events=trade", TimeProvider.System, _ => { });
        IOException refused = await Assert.ThrowsAsync<IOException>(async () => await stream.Follow(default).GetAsyncEnumerator().MoveNextAsync());
        Assert.StartsWith("400 invalid-parameter", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private FileSender Sender(int batch = 50) => new(api.Client, batch, 2, TimeProvider.System, (_, _) => { }, _ => { });

    private string Write(string name, IEnumerable<string> lines) => WriteText(name, string.Join('\n', lines) + "\n");

    private string WriteText(string name, string text)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <param name="answers">One for each request; null for none at all.</param>
    private static HttpClient Answering(List<string> keys, params HttpStatusCode?[] answers)
    {
        int at = 0;
        return new(new Scripted(request =>
        {
            keys.Add(request.Headers.GetValues("Idempotency-Key").Single());
            return answers[at++] is { } status
                ? new(status) { Content = new StringContent("""{"accepted":1,"duplicates":0,"rejected":[],"durability":"durable"}""") }
                : throw new HttpRequestException("cut");
        })) { BaseAddress = new("http://grid/") };
    }

    private sealed class Scripted(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(request));
    }
}
