using System.Text;
using System.Text.Json;
using GoldenSignals.ApiClient;
using GoldenSignals.ApiClient.Live;
using Microsoft.Extensions.DependencyInjection;

namespace GoldenSignals.Api.Tests;

[Collection(ApiCollection.Name)]
public class StreamTests(RunningApi api)
{
    [Fact]
    public async Task Posted_ticks_come_out_as_bar_then_decision_then_signal_with_rising_ids()
    {
        using EventReader events = await EventReader.Open(api, "?symbols=FLOW&window=0");
        string[] ticks = SomeTicks.Walk("FLOW", 300);
        foreach (string[] part in ticks.Chunk(10))
            await api.Take(part);
        List<StreamEvent> seen = await events.Until(IsDecisionAt(SomeTicks.Start.AddMinutes(298)));

        Assert.Equal(299, seen.Count(IsNamed("bar")));
        Assert.Equal(299, seen.Count(IsNamed("decision")));
        Assert.Equal(seen.Select(item => item.Number).Order().Distinct(), seen.Select(item => item.Number));
        var bars = new HashSet<string>();
        for (int i = 0; i < seen.Count; i++)
        {
            string time = seen[i].Data.GetProperty("time").GetString()!;
            if (seen[i].Name == "bar")
                Assert.True(bars.Add(time), $"bar {time} came twice");
            else
                Assert.Contains(time, bars);
            if (seen[i].Name == "signal")
                Assert.Equal(("decision", seen[i - 1].Data.ToString()), (seen[i - 1].Name, seen[i].Data.ToString()));
        }
        string[] signals = [.. seen.Where(IsNamed("signal")).Select(item => item.Data.GetProperty("id").GetString()!)];
        Assert.NotEmpty(signals);
        string[] listed = [.. (await api.Get("/v1/signals?symbol=FLOW&limit=1000")).GetProperty("signals").EnumerateArray()
            .Select(signal => signal.GetProperty("id").GetString()!)];
        Assert.Equal(listed.Where(id => signals.Contains(id)).Reverse(), signals);
    }

    [Fact]
    public async Task Only_the_chosen_symbols_and_events_come()
    {
        using EventReader events = await EventReader.Open(api, "?symbols=ONE,TWO/X&events=decision");
        foreach (string symbol in new[] { "ONE", "OTHER", "TWO/X" })
            await api.Take(SomeTicks.Walk(symbol, 4));
        var seen = new List<StreamEvent>();
        while (seen.Count < 6)
            seen.Add((await events.Next())!);
        Assert.All(seen, IsNamed("decision").Shows());
        Assert.Equal(["ONE", "TWO/X"], seen.Select(item => item.Symbol).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Everything_comes_to_whoever_names_nothing()
    {
        using EventReader events = await EventReader.Open(api, "?window=0");
        await api.Take(SomeTicks.Walk("ALL", 3));
        List<StreamEvent> seen = await events.Until(IsDecisionAt(SomeTicks.Start.AddMinutes(1), "ALL"));
        Assert.Equal(["bar", "bar", "decision", "decision"],
            seen.Where(item => item.Symbol == "ALL").Select(item => item.Name).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(seen, item => item.Symbol == "CANARY");
    }

    [Fact]
    public async Task Of_the_bars_of_a_symbol_in_one_window_the_last_comes_and_says_for_how_many_it_stands_and_every_decision_comes()
    {
        using EventReader events = await EventReader.Open(api, "?symbols=CONF&window=500");
        await api.Take(SomeTicks.Walk("CONF", 41));                  // one batch closes 40 bars
        List<StreamEvent> seen = await events.Until(IsDecisionAt(SomeTicks.Start.AddMinutes(39)));
        Assert.Equal(40, seen.Count(IsNamed("decision")));
        int bars = seen.Count(IsNamed("bar"));
        Assert.True(bars < 40, $"{bars} bars");
        Assert.Equal(40, bars + seen.Sum(item => item.Data.TryGetProperty("conflated", out JsonElement left) ? left.GetInt32() : 0));
        Assert.Equal(SomeTicks.Start.AddMinutes(39), seen.Last(IsNamed("bar")).Data.GetProperty("time").GetDateTime());
        Assert.Equal(seen.Select(item => item.Number).Order().Distinct(), seen.Select(item => item.Number));
    }

    [Fact]
    public async Task Only_decisions_of_the_confidence_that_is_asked_for_come()
    {
        using EventReader all = await EventReader.Open(api, "?symbols=SURE&window=0");
        string[] ticks = SomeTicks.Walk("SURE", 200);
        await api.Take(ticks);
        List<StreamEvent> seen = await all.Until(IsDecisionAt(SomeTicks.Start.AddMinutes(198)));
        double[] confidences = [.. seen.Where(IsNamed("decision")).Select(Confidence).Order()];
        double least = confidences[150];
        Assert.True(confidences[0] < least);

        using EventReader some = await EventReader.Open(api, $"?symbols=SURE&minConfidence={least:R}", all.OpeningId);
        StreamEvent[] wanted = [.. seen.Where(item => item.Name == "bar" || Confidence(item) >= least)];
        var got = new List<StreamEvent>();
        while (got.Count < wanted.Length)
            got.Add((await some.Next())!);
        Assert.Equal(wanted.Select(item => item.Content), got.Select(item => item.Content));

        static double Confidence(StreamEvent item) => item.Data.GetProperty("confidence").GetDouble();
    }

    [Fact]
    public async Task Whoever_comes_back_gets_exactly_what_came_since_at_whatever_event_the_connection_broke()
    {
        using EventReader first = await EventReader.Open(api, "?symbols=AGAIN,AGAIN.B&window=0");
        await api.Take([.. SomeTicks.Walk("AGAIN", 90), .. SomeTicks.Walk("AGAIN.B", 90)]);
        List<StreamEvent> all = [];
        while (all.Count(IsNamed("decision")) < 2 * 89)
            all.Add((await first.Next())!);
        foreach (int cut in new[] { 0, 1, 2, 3, all.Count / 2, all.Count - 2 })
        {
            using EventReader second = await EventReader.Open(api, "?symbols=AGAIN,AGAIN.B&window=0", lastEventId: all[cut].Id);
            for (int i = cut + 1; i < all.Count; i++)
                Assert.Equal((all[i].Content, all[i].Number), (await second.Next()) is { } next ? (next.Content, next.Number) : default);
        }
    }

    [Fact]
    public async Task Whoever_had_no_event_yet_goes_on_from_the_opening_id()
    {
        string opening;
        using (EventReader first = await EventReader.Open(api, "?symbols=OPENING&window=0"))
        {
            await api.Take(SomeTicks.Walk("OPENING", 2));
            await first.Next();
            opening = first.OpeningId!;
        }
        using EventReader second = await EventReader.Open(api, $"?symbols=OPENING&window=0&lastEventId={opening}");
        Assert.Equal(("bar", SomeTicks.Start), (await second.Next()) is { } bar ? (bar.Name, bar.Data.GetProperty("time").GetDateTime()) : default);
    }

    [Theory]
    [InlineData("17")]
    [InlineData("12-1.AAAA")]
    [InlineData("%%%\u00e9")]
    public async Task Whoever_comes_back_with_what_is_no_id_is_told_of_the_gap_first(string id)
    {
        using EventReader events = await EventReader.Open(api, $"?symbols=BACK&lastEventId={Uri.EscapeDataString(id)}");
        StreamEvent first = (await events.Next())!;
        Assert.Equal((null, "gap", "unknown-id"), (first.Id, first.Name, first.Data.GetProperty("reason").GetString()));
        string[] ticks = [SomeTicks.Tick("BACK", DateTime.UtcNow.AddMinutes(-3), 10), SomeTicks.Tick("BACK", DateTime.UtcNow.AddMinutes(-1), 10)];
        await api.Client.PostAsync("/v1/ticks", SomeTicks.Array(ticks));
    }

    [Theory]
    [InlineData("?minConfidence=1.5")]
    [InlineData("?minConfidence=NaN")]
    [InlineData("?window=501")]
    [InlineData("?window=-1")]
    [InlineData("?window=fast")]
    [InlineData("?events=trade")]
    [InlineData("?symbol=A")]
    public async Task A_wish_that_cannot_be_met_is_refused(string query)
    {
        JsonElement problem = await SomeTicks.Json(await api.Client.GetAsync(new Uri("/v1/stream" + query, UriKind.Relative)), 400);
        Assert.Equal("invalid-parameter", problem.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_subscriber_that_does_not_read_is_told_of_its_gap_and_ended()
    {
        var hub = api.Services.GetRequiredService<StreamHub>();
        using var slow = new StreamSubscriber(capacity: 4);
        var body = new Written();
        var run = new StreamRun(hub, api.Services.GetRequiredService<Grid>(), api.Services.GetRequiredService<ReplaySlots>(), slow, body);
        for (int i = 1; i <= 5; i++)
            slow.Offer(new(Encoding.UTF8.GetBytes($"{i}"), 1, Encoding.UTF8.GetBytes($"id: {i}\n\n")));
        Assert.True(slow.HasGap);
        await run.Follow(CancellationToken.None).WaitAsync(RunningApi.Patience);
        Assert.Equal("event: gap\ndata: {\"reason\":\"too-slow\",\"after\":null}\n\n", body.ToString());
    }

    [Fact]
    public async Task A_subscriber_that_does_not_read_does_not_hold_the_others_back()
    {
        FanOut clients = api.Services.GetRequiredService<StreamHub>().Clients;
        StreamSubscriber slow = clients.Connect()!;
        clients.Attach(slow, new StreamWish(StreamFormat.Sse, StreamEvents.Market, _ => null, 0, TimeSpan.Zero), null, out _);
        using EventReader events = await EventReader.Open(api, "?symbols=HELD&window=0");
        await api.Take(SomeTicks.Walk("HELD", 50));
        await events.Until(IsDecisionAt(SomeTicks.Start.AddMinutes(48)));
        Assert.True(slow.Waiting >= 98);
        clients.Disconnect(slow);
    }

    private static Func<StreamEvent, bool> IsNamed(string name) => item => item.Name == name;

    private static Func<StreamEvent, bool> IsDecisionAt(DateTime time, string? symbol = null) => item =>
        item.Name == "decision" && item.Data.GetProperty("time").GetDateTime() == time && (symbol is null || item.Symbol == symbol);

    private sealed class Written : IFrameWriter
    {
        private readonly StringBuilder _text = new();

        public StreamFormat Format => StreamFormat.Sse;

        public ValueTask Write(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
        {
            _text.Append(Encoding.UTF8.GetString(bytes.Span));
            return default;
        }

        public ValueTask Flush(CancellationToken cancel) => default;

        public override string ToString() => _text.ToString();
    }
}

internal static class Checks
{
    public static Action<T> Shows<T>(this Func<T, bool> condition) => item => Assert.True(condition(item), $"{item}");
}
