using System.Net.Sockets;
using System.Text;

namespace GoldenSignals.Api.Tests;

/// <summary>What is no HTTP, or only looks like it, thrown at the port.</summary>
[Collection(ApiCollection.Name)]
public class RawBytesTests(RunningApi api)
{
    public static TheoryData<string> Requests =>
    [
        "", "\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET /v1/symbols HTTP/9.9\r\nHost: x\r\n\r\n", "GET /v1/symbols HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", "GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /v1/symbols/%00 HTTP/1.1\r\nHost: x\r\n\r\n", "GET /v1/symbols/%c0%ae%c0%ae%c0%af HTTP/1.1\r\nHost: x\r\n\r\n", "GET /v1/symbols HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n", "GET /v1/symbols HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n",
        "POST /v1/ticks HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: -1\r\n\r\n[]", "POST /v1/ticks HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99999999999999999999\r\n\r\n[]",
        "POST /v1/ticks HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n[]", "POST /v1/ticks HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n[]\r\n0\r\n\r\n",
        "POST /v1/ticks HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n[]", "POST /v1/bars HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: gzip\r\n\r\n[]",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\u0016\u0003\u0001\u0002\0", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", "CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n", "TRACE / HTTP/1.1\r\nHost: x\r\n\r\n",
        $"GET /{new string('a', 70_000)} HTTP/1.1\r\nHost: x\r\n\r\n", $"GET / HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Range(0, 500).Select(i => $"X{i}: y\r\n"))}\r\n", $"GET / HTTP/1.1\r\nHost: x\r\nX: {new string('y', 70_000)}\r\n\r\n",
    ];

    [Theory, MemberData(nameof(Requests))]
    public async Task Is_answered_without_a_failure_or_cut_off(string request) => await Survives(Encoding.Latin1.GetBytes(request));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Noise_is_answered_without_a_failure_or_cut_off(int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < 60; i++)
        {
            byte[] noise = new byte[random.Next(1, 3_000)];
            random.NextBytes(noise);
            byte[] start = Encoding.ASCII.GetBytes(random.Next(3) switch { 0 => "", 1 => "GET /v1/symbols?search=", _ => "POST /v1/news HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 3000\r\n\r\n" });
            await Survives([.. start, .. noise, .. "\r\n\r\n"u8]);
        }
    }

    private async Task Survives(byte[] bytes)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(api.Client.BaseAddress!.Host, api.Client.BaseAddress.Port);
        NetworkStream stream = client.GetStream();
        var all = new MemoryStream();
        try
        {
            await stream.WriteAsync(bytes);
            client.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(all).WaitAsync(RunningApi.Patience);
        }
        catch (Exception cut) when (cut is IOException or SocketException)
        {
            // Cut off before it was all said.
        }
        string answer = Encoding.Latin1.GetString(all.ToArray());
        Assert.DoesNotMatch("^HTTP/1.1 5(?!05)", answer);            // 505: another version of HTTP
        Assert.DoesNotContain("   at ", answer, StringComparison.Ordinal);
        Assert.True((await api.Client.GetAsync("/health/live")).IsSuccessStatusCode);
    }
}
