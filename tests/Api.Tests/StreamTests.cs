using System.Text;
using GoldenSignals.ApiClient;
using GoldenSignals.ApiClient.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GoldenSignals.Api.Tests;

[Collection(ApiCollection.Name)]
public class StreamTests(RunningApi api)
{
    [Fact]
    public async Task Posted_ticks_come_out_as_bar_then_decision_then_signal_with_rising_ids()
    {
        using EventReader events = await EventReader.Open(api, "?symbols=FLOW");
        string[] ticks = SomeTicks.Walk("FLOW", 300);
        foreach (string[] part in ticks.Chunk(10))
            await api.Take(part);
        List<StreamEvent> seen = await events.Until(IsDecisionAt(SomeTicks.Start.AddMinutes(298)));

        Assert.Equal(299, seen.Count(IsNamed("bar")));
        Assert.Equal(299, seen.Count(IsNamed("decision")));
        Assert.Equal(seen.Select(item => item.Id).Order().Distinct(), seen.Select(item => item.Id));
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
        Assert.Equal(["ONE", "TWO/X"], seen.Select(item => item.Data.GetProperty("symbol").GetString()).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Everything_comes_to_whoever_names_nothing()
    {
        using EventReader events = await EventReader.Open(api);
        await api.Take(SomeTicks.Walk("ALL", 3));
        List<StreamEvent> seen = await events.Until(IsDecisionAt(SomeTicks.Start.AddMinutes(1), "ALL"));
        Assert.Equal(["bar", "bar", "decision", "decision"],
            seen.Where(item => item.Data.GetProperty("symbol").GetString() == "ALL").Select(item => item.Name).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(seen, item => item.Data.GetProperty("symbol").GetString() == "CANARY");
    }

    [Fact]
    public async Task Whoever_comes_back_too_late_is_told_of_the_gap_first()
    {
        using EventReader events = await EventReader.Open(api, "?symbols=BACK", lastEventId: "17");
        await api.Take(SomeTicks.Walk("BACK", 2));
        StreamEvent first = (await events.Next())!;
        Assert.Equal((null, "gap", "not-kept"), (first.Id, first.Name, first.Data.GetProperty("reason").GetString()));
        Assert.Equal("bar", (await events.Next())!.Name);
    }

    [Fact]
    public async Task A_subscriber_that_does_not_read_is_told_of_its_gap_and_ended()
    {
        var slow = new StreamSubscriber(StreamEvents.All, null, capacity: 4);
        for (int i = 1; i <= 5; i++)
            slow.Offer(new(i, 1, Encoding.UTF8.GetBytes($"id: {i}\n\n")));
        Assert.True(slow.HasGap);

        var context = new DefaultHttpContext();
        var body = new MemoryStream();
        context.Response.Body = body;
        await StreamEndpoints.Write(context, slow, CancellationToken.None).WaitAsync(RunningApi.Patience);
        string text = Encoding.UTF8.GetString(body.ToArray());
        Assert.Equal("retry: 2000\n\nevent: gap\ndata: {\"reason\":\"too-slow\",\"after\":0}\n\n", text);
    }

    [Fact]
    public async Task A_subscriber_that_does_not_read_does_not_hold_the_others_back()
    {
        var hub = api.Services.GetRequiredService<StreamHub>();
        StreamSubscriber slow = hub.Clients.Subscribe(StreamEvents.All, null)!;
        using EventReader events = await EventReader.Open(api, "?symbols=HELD");
        await api.Take(SomeTicks.Walk("HELD", 50));
        await events.Until(IsDecisionAt(SomeTicks.Start.AddMinutes(48)));
        hub.Clients.Unsubscribe(slow);
        Assert.True(slow.Waiting >= 98);
    }

    private static Func<StreamEvent, bool> IsNamed(string name) => item => item.Name == name;

    private static Func<StreamEvent, bool> IsDecisionAt(DateTime time, string? symbol = null) => item =>
        item.Name == "decision" && item.Data.GetProperty("time").GetDateTime() == time && (symbol is null || item.Data.GetProperty("symbol").GetString() == symbol);
}

internal static class Checks
{
    public static Action<T> Shows<T>(this Func<T, bool> condition) => item => Assert.True(condition(item), $"{item}");
}
