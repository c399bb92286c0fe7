using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace GoldenSignals.Api.Tests.Limits;

/// <summary>Small quotas, over a real port. They come back within an hour: no test waits for that.</summary>
public class QuotaTests
{
    [Fact]
    public async Task Every_answer_says_what_is_left_and_what_is_too_much_is_429_with_the_time_to_come_again()
    {
        await using var api = new Started(("Quotas:Requests", "5"), ("Quotas:RequestsOfAddress", "12"), ("Quotas:Window", "01:00:00"));
        for (int left = 4; left >= 0; left--)
        {
            using HttpResponseMessage answer = await api.Client.GetAsync(left % 2 == 0 ? "/v1/symbols" : "/v1/symbols/NOWHERE");
            Assert.Equal(left % 2 == 0 ? HttpStatusCode.OK : HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Equal("\"caller\";q=5;w=3600", Header(answer, "RateLimit-Policy"));
            Assert.StartsWith($"\"caller\";r={left};t=", Header(answer, "RateLimit"), StringComparison.Ordinal);
            Assert.Equal(("5", $"{left}"), (Header(answer, "RateLimit-Limit"), Header(answer, "RateLimit-Remaining")));
            Assert.InRange(int.Parse(Header(answer, "RateLimit-Reset"), CultureInfo.InvariantCulture), 1, 3600);
        }
        using HttpResponseMessage refused = await api.Client.GetAsync("/v1/symbols");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 600, 720);             // a fifth of an hour
        Assert.StartsWith("\"caller\";r=0;t=", Header(refused, "RateLimit"), StringComparison.Ordinal);
        JsonElement problem = await SomeTicks.Json(refused, 429);
        Assert.Equal(("too-many-requests", "/problems/too-many-requests"), (problem.GetProperty("code").GetString(), problem.GetProperty("type").GetString()));

        for (int i = 0; i < 6; i++)                                                                  // what is no route counts for the address
            Assert.Equal(HttpStatusCode.NotFound, (await api.Client.GetAsync("/nowhere")).StatusCode);
        using HttpResponseMessage early = await api.Client.GetAsync("/nowhere");
        Assert.Equal(HttpStatusCode.TooManyRequests, early.StatusCode);
        Assert.Equal("\"address\";q=12;w=3600", Header(early, "RateLimit-Policy"));
    }

    [Fact]
    public async Task Keys_have_quotas_of_their_own_and_guessing_keys_uses_up_the_addresss()
    {
        await using var secured = new Keyed(("Quotas:Requests", "3"), ("Quotas:RequestsOfAddress", "20"), ("Quotas:Window", "01:00:00"));
        string one = await secured.Key(), other = await secured.Key();
        Assert.Equal((int[])[200, 200, 200, 429, 429], await Statuses(one, 5));
        Assert.Equal((int[])[200, 200, 200, 429], await Statuses(other, 4));
        Assert.Equal((int[])[401, 401, 401, 401, 401, 401, 401, 401, 401, 401, 401, 429, 429], await Statuses(one[..^4] + "aaaa", 13));
        Assert.Equal((int[])[429], await Statuses(await secured.Key(), 1));

        async Task<int[]> Statuses(string key, int times)
        {
            var statuses = new int[times];
            for (int i = 0; i < times; i++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/symbols");
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
                using HttpResponseMessage answer = await secured.Client.SendAsync(request);
                statuses[i] = (int)answer.StatusCode;
            }
            return statuses;
        }
    }

    [Fact]
    public async Task A_caller_has_so_many_streams_and_a_closed_one_makes_room()
    {
        await using var api = new Started(("Quotas:Streams", "2"));
        using HttpResponseMessage first = await Stream(), second = await Stream();
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        using HttpResponseMessage third = await Stream();
        Assert.True(third.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        Assert.Equal("too-many-streams", (await SomeTicks.Json(third, 429)).GetProperty("code").GetString());

        first.Dispose();
        HttpStatusCode later = HttpStatusCode.TooManyRequests;
        using var period = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var limit = new CancellationTokenSource(RunningApi.Patience);
        while (later == HttpStatusCode.TooManyRequests && await period.WaitForNextTickAsync(limit.Token))
            using (HttpResponseMessage fourth = await Stream())
                later = fourth.StatusCode;
        Assert.Equal(HttpStatusCode.OK, later);

        Task<HttpResponseMessage> Stream() => api.Client.GetAsync("/v1/stream", HttpCompletionOption.ResponseHeadersRead);
    }

    [Fact]
    public async Task Connections_beyond_the_quota_are_told_so_and_closed_and_far_more_are_closed_at_once()
    {
        await using var api = new Started(("Quotas:ConnectionsOfAddress", "3"));
        var sockets = new List<TcpClient>();
        try
        {
            for (int i = 0; i < 3; i++)
                Assert.StartsWith("HTTP/1.1 200", await Ask(Connected()), StringComparison.Ordinal);
            for (int i = 0; i < 3; i++)
                Assert.Contains("too-many-connections", await Ask(Connected()), StringComparison.Ordinal);
            Assert.StartsWith("HTTP/1.1 200", await Ask(sockets[0]), StringComparison.Ordinal);      // those that were there go on
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }

        TcpClient Connected()
        {
            var socket = new TcpClient();
            sockets.Add(socket);
            socket.Connect(IPAddress.Loopback, api.Client.BaseAddress!.Port);
            return socket;
        }

        async Task<string> Ask(TcpClient socket)
        {
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            var text = new StringBuilder();
            byte[] bytes = new byte[4096];
            using var limit = new CancellationTokenSource(RunningApi.Patience);
            while (!text.ToString().Contains('}', StringComparison.Ordinal) && await socket.GetStream().ReadAsync(bytes, limit.Token) is > 0 and int read)
                text.Append(Encoding.ASCII.GetString(bytes, 0, read));
            return text.ToString();
        }
    }

    [Fact]
    public async Task Headers_that_are_too_many_too_long_or_do_not_come_end_the_request()
    {
        await using var api = new Started(("Quotas:HeadersTimeout", "00:00:01"));
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, await Status(request => request.Headers.Add("X-Long", new string('a', 40_000))));
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, await Status(request =>
        {
            for (int i = 0; i < 80; i++)
                request.Headers.Add($"X-{i}", "a");
        }));
        Assert.Equal(HttpStatusCode.RequestUriTooLong, await Status(request => request.RequestUri = new($"/v1/symbols?after={new string('A', 40_000)}", UriKind.Relative)));
        Assert.Equal(HttpStatusCode.OK, await Status(request => request.Headers.Add("X-Long", new string('a', 20_000))));

        using var slow = new TcpClient();
        await slow.ConnectAsync(IPAddress.Loopback, api.Client.BaseAddress!.Port);
        await slow.GetStream().WriteAsync("GET / HTTP/1.1\r\nHost: loc"u8.ToArray());
        byte[] bytes = new byte[4096];
        using var limit = new CancellationTokenSource(RunningApi.Patience);
        int read = await slow.GetStream().ReadAsync(bytes, limit.Token);
        Assert.StartsWith("HTTP/1.1 408", Encoding.ASCII.GetString(bytes, 0, read), StringComparison.Ordinal);

        async Task<HttpStatusCode> Status(Action<HttpRequestMessage> change)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/symbols");
            change(request);
            using HttpResponseMessage answer = await api.Client.SendAsync(request);
            return answer.StatusCode;
        }
    }

    private static string Header(HttpResponseMessage answer, string name) => Assert.Single(answer.Headers.GetValues(name));
}
