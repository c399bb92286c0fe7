using System.Text.Json;
using GoldenSignals.Grains;
using Microsoft.Extensions.DependencyInjection;

namespace GoldenSignals.Api.Tests;

public class NotYetWrittenTests
{
    [Fact]
    public async Task A_bar_is_shown_once_its_decision_is_written_down_and_not_before()
    {
        var journal = new SlowJournal();
        var api = new RunningApi();
        try
        {
            await api.Start(services => services.AddSingleton<IJournal>(journal));
            await api.IsReady();
            string[] ticks = SomeTicks.Walk("SLOW", 12);
            await api.Take(ticks[..11]);
            Assert.Equal(10, await Bars());

            journal.Hold();
            Task taken = api.Take(ticks[11..]);
            await journal.Reached.WaitAsync(RunningApi.Patience);                        // the grain has the bar, the journal has not
            Assert.Equal(10, await Bars());
            JsonElement newest = (await api.Get("/v1/symbols/SLOW/bars?limit=1")).GetProperty("bars")[0];
            Assert.Equal(SomeTicks.Start.AddMinutes(9), newest.GetProperty("time").GetDateTime());

            journal.LetGo();
            await taken;
            Assert.Equal(11, await Bars());
        }
        finally
        {
            journal.LetGo();
            await api.DisposeAsync();
        }

        async Task<int> Bars() => (await api.Get("/v1/symbols/SLOW/bars")).GetProperty("bars").GetArrayLength();
    }

    /// <summary>Keeps nothing, and takes its time when it is told to.</summary>
    private sealed class SlowJournal : IJournal
    {
        private readonly MemoryJournal _journal = new();
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously), _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _isHeld;

        public Task Reached => _reached.Task;

        public string Durability => _journal.Durability;

        public bool Keeps => _journal.Keeps;

        public void Hold() => _isHeld = true;

        public void LetGo() => _open.TrySetResult();

        public ValueTask<JournalTail> Open(int shard) => _journal.Open(shard);

        public ValueTask<JournalTail> Tail(int shard) => _journal.Tail(shard);

        public async ValueTask Append(int shard, long epoch, JournalRecord record)
        {
            if (!_isHeld || record is not DecidedBars)
                return;
            _reached.TrySetResult();
            await _open.Task;
        }

        public IAsyncEnumerable<JournalRecord> Read(int shard, long after, CancellationToken cancel = default) => _journal.Read(shard, after, cancel);
    }
}
