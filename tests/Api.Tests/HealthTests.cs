using System.Text.Json;
using GoldenSignals.ApiClient;
using GoldenSignals.ApiClient.Live;
using GoldenSignals.Grains;
using Microsoft.Extensions.DependencyInjection;

namespace GoldenSignals.Api.Tests;

public class HealthTests
{
    [Fact]
    public async Task Ready_only_after_a_canary_tick_has_come_out_as_a_decision()
    {
        var journal = new GatedJournal();
        var api = new RunningApi();
        try
        {
            await api.Start(services => services.AddSingleton<IJournal>(journal));
            await journal.Reached.WaitAsync(RunningApi.Patience);                        // the tick is on its way, and stays there

            Assert.Equal("live", (await api.Get("/health/live")).GetProperty("status").GetString());
            JsonElement problem = await SomeTicks.Json(await api.Client.GetAsync("/health/ready"), 503);
            Assert.Equal("not-ready", problem.GetProperty("code").GetString());
            Assert.False((await api.Get("/v1/status")).GetProperty("ready").GetBoolean());

            journal.Open();
            await api.Services.GetRequiredService<CanaryProbe>().Ready.WaitAsync(RunningApi.Patience);
            await api.Services.GetRequiredService<StreamHub>().Connected.WaitAsync(RunningApi.Patience);
            Assert.Equal("ready", (await api.Get("/health/ready")).GetProperty("status").GetString());

            JsonElement status = await api.Get("/v1/status");
            Assert.True(status.GetProperty("ready").GetBoolean());
            Assert.Equal((0, 0L), (status.GetProperty("symbols").GetInt32(), status.GetProperty("ticks").GetInt64()));
        }
        finally
        {
            journal.Open();
            await api.DisposeAsync();
        }
    }

    [Fact]
    public async Task Degraded_is_still_200_and_says_why()
    {
        var storage = new SickStorage();
        var api = new RunningApi();
        try
        {
            await api.Start(services => services.AddSingleton<IStorageHealth>(storage));
            await api.IsReady();
            Assert.Equal("ready", (await api.Get("/health/ready")).GetProperty("status").GetString());

            storage.Degraded = "the journal cannot be written: No space left on device";
            JsonElement sick = await api.Get("/health/ready");
            Assert.Equal(("degraded", storage.Degraded), (sick.GetProperty("status").GetString(), sick.GetProperty("detail").GetString()));
            storage.Degraded = null;
            Assert.Equal("ready", (await api.Get("/health/ready")).GetProperty("status").GetString());
        }
        finally
        {
            await api.DisposeAsync();
        }
    }

    private sealed class SickStorage : IStorageHealth
    {
        public string? Degraded { get; set; }
    }

    private sealed class GatedJournal : IJournal
    {
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task;

        public string Durability => "memory";

        public bool Keeps => false;

        public void Open() => _open.TrySetResult();

        public async ValueTask<JournalTail> Open(int shard)
        {
            _reached.TrySetResult();
            await _open.Task;
            return new(Epoch: 1, Last: 0, First: 1);
        }

        public ValueTask Append(int shard, long epoch, JournalRecord record) => default;

        public ValueTask<JournalTail> Tail(int shard) => new(new JournalTail(Epoch: 0, Last: 0, First: 1));

        public IAsyncEnumerable<JournalRecord> Read(int shard, long after, CancellationToken cancel = default) => AsyncEnumerable.Empty<JournalRecord>();
    }
}

[Collection(ApiCollection.Name)]
public class StatusTests(RunningApi api)
{
    [Fact]
    public async Task Status_counts_what_went_in_and_what_came_out()
    {
        JsonElement before = await api.Get("/v1/status");
        await api.Take(SomeTicks.Walk("COUNT", 11));
        JsonElement after = await api.Get("/v1/status");

        Assert.Equal((11, 10), (Grown("ticks"), Grown("bars")));
        Assert.Equal(10 * after.GetProperty("agents").GetInt64(), Grown("evaluations"));
        Assert.Equal(1, Grown("symbols"));
        Assert.Equal(after.GetProperty("bars").GetInt64(), after.GetProperty("decisions").EnumerateObject().Sum(action => action.Value.GetInt64()));
        Assert.StartsWith("Orleans", after.GetProperty("runtime").GetString(), StringComparison.Ordinal);
        Assert.Equal("embedded", after.GetProperty("mode").GetString());
        Assert.True(after.GetProperty("memory").GetProperty("workingSetBytes").GetInt64() > 1_000_000);
        Assert.True(after.GetProperty("uptimeSeconds").GetDouble() > 0);
        Assert.True(after.GetProperty("lagMs").GetDouble() >= 0);

        long Grown(string counter) => after.GetProperty(counter).GetInt64() - before.GetProperty(counter).GetInt64();
    }
}
