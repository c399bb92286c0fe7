using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using GoldenSignals.ApiClient.Live;
using GoldenSignals.ApiClient.Security;
using Microsoft.Extensions.DependencyInjection;

namespace GoldenSignals.Api.Tests;

[Collection(ApiCollection.Name)]
public class SocketTests(RunningApi api)
{
    [Fact]
    public async Task What_is_subscribed_to_comes_by_channel_and_in_order()
    {
        using SocketClient client = await SocketClient.Open(api);
        Assert.False((await client.Next("connected")).GetProperty("authRequired").GetBoolean());
        await client.Say("""{"action":"subscribe","channels":{"bars":["WS.A"],"decisions":["WS.A","WS.B"]},"window":0}""");
        JsonElement subscribed = await client.Next("subscribed");
        Assert.Equal("""{"bars":["WS.A"],"decisions":["WS.A","WS.B"]}""", subscribed.GetProperty("channels").ToString());
        foreach (string symbol in new[] { "WS.A", "WS.B", "WS.C" })
            await api.Take(SomeTicks.Walk(symbol, 3));
        var seen = new List<string>();
        while (seen.Count < 6)
        {
            JsonElement item = await client.Next();
            seen.Add($"{item.GetProperty("event")} {item.GetProperty("data").GetProperty("symbol")}");
        }
        // Each symbol's in their order; those of two symbols come as their shards get to them.
        Assert.Equal(["bar WS.A", "decision WS.A", "bar WS.A", "decision WS.A"], seen.Where(item => item.EndsWith('A')));
        Assert.Equal(["decision WS.B", "decision WS.B"], seen.Where(item => item.EndsWith('B')));
    }

    [Fact]
    public async Task A_channel_that_is_left_falls_silent_and_the_others_go_on()
    {
        using SocketClient client = await SocketClient.Open(api);
        await client.Say("""{"action":"subscribe","channels":{"bars":["LEFT","STAYS"]},"window":0}""", "subscribed");
        await client.Say("""{"action":"unsubscribe","channels":{"bars":["LEFT"]}}""");
        Assert.Equal("""{"bars":["STAYS"]}""", (await client.Next("subscribed")).GetProperty("channels").ToString());
        await api.Take([.. SomeTicks.Walk("LEFT", 2), .. SomeTicks.Walk("STAYS", 2)]);
        Assert.Equal("STAYS", (await client.Next("bar")).GetProperty("data").GetProperty("symbol").GetString());
        await client.Say("""{"action":"unsubscribe","channels":{"bars":["*"]}}""");
        Assert.Equal("{}", (await client.Next("subscribed")).GetProperty("channels").ToString());
        await client.Say("""{"action":"ping"}""", "pong");
    }

    [Fact]
    public async Task A_client_goes_on_behind_the_last_id_that_it_had()
    {
        using SocketClient first = await SocketClient.Open(api);
        await first.Say("""{"action":"subscribe","channels":{"bars":["WS.ON"]},"window":0}""", "subscribed");
        await api.Take(SomeTicks.Walk("WS.ON", 6));
        JsonElement bar = await first.Next("bar");
        using SocketClient second = await SocketClient.Open(api);
        await second.Say($$"""{"action":"subscribe","channels":{"bars":["WS.ON"]},"window":0,"after":"{{bar.GetProperty("id").GetString()}}"}""", "subscribed");
        for (int i = 1; i < 5; i++)
            Assert.Equal(SomeTicks.Start.AddMinutes(i), (await second.Next("bar")).GetProperty("data").GetProperty("time").GetDateTime());
        await second.Say("""{"action":"subscribe","channels":{"bars":["X"]},"after":"1-1.AA"}""");
        Assert.Equal(4400, (await second.Next("error")).GetProperty("code").GetInt32());
    }

    [Theory]
    [InlineData("{", 4400, "malformed-body")]
    [InlineData("[]", 4400, "malformed-body")]
    [InlineData("null", 4400, "malformed-body")]
    [InlineData("""{"action":null}""", 4400, "malformed-body")]
    [InlineData("""{"action":"ping","extra":1}""", 4400, "malformed-body")]
    [InlineData("""{"action":"dance"}""", 4400, "invalid-parameter")]
    [InlineData("""{"action":"subscribe"}""", 4400, "malformed-body")]
    [InlineData("""{"action":"subscribe","channels":{"bars":[]}}""", 4400, "malformed-body")]
    [InlineData("""{"action":"subscribe","channels":{"bars":[null]}}""", 4422, "invalid-symbol")]
    [InlineData("""{"action":"subscribe","channels":{"bars":null}}""", 4400, "malformed-body")]
    [InlineData("""{"action":"subscribe","channels":{"trades":["A"]}}""", 4400, "invalid-parameter")]
    [InlineData("""{"action":"subscribe","channels":{"bars":["a b"]}}""", 4422, "invalid-symbol")]
    [InlineData("""{"action":"subscribe","channels":{"bars":["A"]},"window":501}""", 4400, "invalid-parameter")]
    [InlineData("""{"action":"subscribe","channels":{"bars":["A"]},"minConfidence":-0.1}""", 4400, "invalid-parameter")]
    [InlineData("""{"action":"auth"}""", 4400, "malformed-body")]
    public async Task A_message_that_is_wrong_is_told_so_and_the_connection_stays(string message, int code, string error)
    {
        using SocketClient client = await SocketClient.Open(api);
        await client.Say(message);
        JsonElement said = await client.Next("error");
        Assert.Equal((code, error), (said.GetProperty("code").GetInt32(), said.GetProperty("error").GetString()));
        await client.Say("""{"action":"ping"}""", "pong");
    }

    [Fact]
    public async Task Messages_that_are_too_big_or_no_text_or_no_UTF8_close_the_connection()
    {
        using SocketClient big = await SocketClient.Open(api);
        await big.Say(new string(' ', 70_000));
        Assert.Equal(1009, await big.Closed());
        using SocketClient fragmented = await SocketClient.Open(api);
        for (int i = 0; i < 70; i++)
            await fragmented.Socket.SendAsync(new byte[1_000].Select(_ => (byte)' ').ToArray(), WebSocketMessageType.Text, false, default);
        Assert.Equal(1009, await fragmented.Closed());
        using SocketClient binary = await SocketClient.Open(api);
        await binary.Socket.SendAsync(new byte[] { 1, 2 }, WebSocketMessageType.Binary, true, default);
        Assert.Equal(1003, await binary.Closed());
        using SocketClient garbled = await SocketClient.Open(api);
        await garbled.Socket.SendAsync(new byte[] { 0xff, 0xfe }, WebSocketMessageType.Text, true, default);
        Assert.Equal(1007, await garbled.Closed());
    }

    [Fact]
    public async Task A_plain_request_is_told_that_this_is_a_WebSocket()
    {
        JsonElement problem = await SomeTicks.Json(await api.Client.GetAsync("/v1/ws"), 400);
        Assert.Equal("websocket-expected", problem.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_client_that_subscribes_to_nothing_is_closed()
    {
        var other = new RunningApi();
        await other.Start(null, ("Api:WebSocketIdle", "00:00:01"));
        await other.IsReady();
        using SocketClient client = await SocketClient.Open(other);
        Assert.Equal(1008, await client.Closed());
        await other.DisposeAsync();
    }

    [Fact]
    public async Task A_key_in_a_message_opens_what_it_may_see_and_a_wrong_one_closes()
    {
        var hub = api.Services.GetRequiredService<StreamHub>();
        using SocketPair wrong = SocketPair.Serve(api, hub, new Caller("nobody", Scopes.None));
        await wrong.Client.Say("""{"action":"subscribe","channels":{"bars":["*"]}}""");
        Assert.Equal(4401, (await wrong.Client.Next("error")).GetProperty("code").GetInt32());
        await wrong.Client.Say("""{"action":"auth","key":"gs_bad"}""");
        Assert.Equal(4401, (await wrong.Client.Next("error")).GetProperty("code").GetInt32());
        Assert.Equal(1008, await wrong.Client.Closed());

        using SocketPair right = SocketPair.Serve(api, hub, new Caller("nobody", Scopes.None));
        await right.Client.Say("""{"action":"auth","key":"gs_good"}""", "authenticated");
        await right.Client.Say("""{"action":"subscribe","channels":{"bars":["*"]},"window":0}""", "subscribed");
        await api.Take([.. SomeTicks.Walk("HIDDEN", 2), .. SomeTicks.Walk("SHOWN", 2)]);
        Assert.Equal("SHOWN", (await right.Client.Next("bar")).GetProperty("data").GetProperty("symbol").GetString());
    }
}
