using System.Text.Json;
using GoldenSignals.ApiClient;
using GoldenSignals.ApiClient.Live;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans;

namespace GoldenSignals.Api.Tests;

/// <summary>Ids are places in the log: they hold over restarts, and at every API process of the grid.</summary>
public sealed class StreamOverRestartsTests : IAsyncLifetime
{
    private const string Symbols = "ONE,TWO,THREE,FOUR,FIVE";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gs-");
    private RunningApi _api = new();

    [Fact]
    public async Task Whoever_comes_back_after_a_restart_gets_what_came_since_as_the_log_has_it()
    {
        List<StreamEvent> seen = await Follow(0, 60, null);
        StreamEvent last = seen[^7];                                 // somewhere between
        await Take(60, 100);                                         // nobody listens
        await Restart();
        List<StreamEvent> missed = await Follow(100, 120, last.Id);

        StreamEvent[] all = [.. seen[..^6], .. missed];
        Assert.Equal(all.Length, all.Select(item => item.Content).Distinct().Count());
        await IsTheLog(all, minutes: 119);
    }

    [Fact]
    public async Task What_is_no_longer_at_hand_is_read_from_the_log()
    {
        List<StreamEvent> seen = await Follow(0, 20, null);
        await Take(20, 400);                                         // 1,900 decisions; 1,024 are at hand
        List<StreamEvent> missed = await Follow(400, 401, seen[10].Id);
        Assert.Equal(seen.Skip(11).Select(item => item.Content).Order(StringComparer.Ordinal),
            missed.Select(item => item.Content).Where(item => seen.Any(before => before.Content == item)).Order(StringComparer.Ordinal));
        await IsTheLog([.. seen[..11], .. missed], minutes: 400);
        Assert.Equal(missed.Select(item => item.Number).Order().Distinct(), missed.Select(item => item.Number));
    }

    [Fact]
    public async Task An_id_of_one_API_process_holds_at_another()
    {
        List<StreamEvent> seen = await Follow(0, 40, null);
        await using RunningApi other = await Beside(_api);
        List<StreamEvent> missed = await Follow(40, 60, seen[33].Id, other);
        await IsTheLog([.. seen[..34], .. missed], minutes: 59);

        // And the events of both have the same ids.
        List<StreamEvent> back = await Follow(60, 61, missed[7].Id);
        Assert.Equal(missed.Skip(8).Select(item => item.Content).Order(StringComparer.Ordinal), back.SkipLast(10).Select(item => item.Content).Where(missed.Select(item => item.Content).Contains).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_log_that_no_longer_goes_back_so_far_is_an_explicit_gap()
    {
        LogPosition place = _api.Services.GetRequiredService<StreamHub>().Clients.Position;
        place[0] += 1_000_000;                                       // of a log that went further
        using EventReader events = await EventReader.Open(_api, "", lastEventId: place.ToString());
        StreamEvent first = (await events.Next())!;
        Assert.Equal(("gap", "unknown-id"), (first.Name, first.Data.GetProperty("reason").GetString()));
    }

    public async Task InitializeAsync() => await Start();

    public async Task DisposeAsync()
    {
        await _api.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task Start()
    {
        await _api.Start(null, ("Journal:Durability", "Durable"), ("Journal:Folder", _folder.FullName), ("Api:StreamRecentDecisions", "1024"),
            ("Retention:Decisions", "36500.00:00:00"), ("Retention:Indicators", "36500.00:00:00"));
        await _api.IsReady();
    }

    private async Task Restart()
    {
        await _api.DisposeAsync();
        _api = new();
        await Start();
    }

    /// <summary>Another API over the same grid.</summary>
    private static async Task<RunningApi> Beside(RunningApi grid)
    {
        var api = new RunningApi();
        await api.StartBeside(grid.Services);
        await api.IsReady();
        return api;
    }

    /// <summary>Minutes of ticks; each but the very first of a symbol closes a bar.</summary>
    private async Task Take(int from, int to)
    {
        for (int at = from; at < to; at += 20)
            await _api.Take(Symbols.Split(',').SelectMany(symbol => SomeTicks.Walk(symbol, 500)[at..Math.Min(to, at + 20)]));
    }

    /// <summary>Listens while ticks come in, and a little longer: to the last bar of each symbol.</summary>
    private async Task<List<StreamEvent>> Follow(int from, int to, string? lastId, RunningApi? at = null)
    {
        using EventReader events = await EventReader.Open(at ?? _api, $"?symbols={Symbols}&window=0", lastId);
        await Take(from, to);
        var seen = new List<StreamEvent>();
        DateTime end = SomeTicks.Start.AddMinutes(to - 2);
        while (seen.Count(item => item.Name == "decision" && item.Data.GetProperty("time").GetDateTime() == end) < 5)
            seen.Add((await events.Next()) ?? throw new InvalidOperationException("the stream ended"));
        return seen;
    }

    /// <summary>Whether events are all that the log has, of each symbol in its order.</summary>
    private async Task IsTheLog(StreamEvent[] events, int minutes)
    {
        Assert.DoesNotContain(events, item => item.Name == "gap");
        foreach (string symbol in Symbols.Split(','))
            foreach ((string rows, string name) in new[] { ("bars", "bar"), ("decisions", "decision") })
            {
                List<JsonElement> log = await _api.Pages($"/v1/symbols/{symbol}/{rows}", rows, 500);
                Assert.True(minutes == log.Count, $"{symbol} has {log.Count} {rows}, {log[^1]} to {log[0]}");
                Assert.Equal(log.Select(row => row.GetProperty("time").GetDateTime()).Reverse(),
                    events.Where(item => item.Symbol == symbol && item.Name == name).Select(item => item.Data.GetProperty("time").GetDateTime()));
            }
    }
}
