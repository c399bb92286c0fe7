using System.Text;
using GoldenSignals.Domain.Agents;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage;

namespace GoldenSignals.Storage.Tests;

/// <summary>Records of earlier formats mean what they meant.</summary>
public class RecordFormatTests
{
    private sealed class OneRecord : IJournalStore
    {
        public StoredRecord Record { get; private set; }

        public ValueTask DisposeAsync() => default;

        public ValueTask Append(StoredRecord record)
        {
            Record = record;
            return default;
        }

        public ValueTask<JournalTail> Open(int shard) => throw new NotSupportedException();

        public ValueTask<JournalTail> Tail(int shard) => throw new NotSupportedException();

        public IAsyncEnumerable<StoredRecord> Read(int shard, long after, CancellationToken cancel = default) => throw new NotSupportedException();
    }

    private static readonly DateTime s_time = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private static async Task<StoredRecord> Written(params AgentSwitch[] switches)
    {
        var store = new OneRecord();
        await new StoredJournal(store).Append(0, 1, new DecidedBars(7, [], switches, [AgentKind.Volume], [], [], []));
        return store.Record;
    }

    [Fact]
    public async Task What_was_changed_of_agents_comes_back()
    {
        AgentSwitch[] switches = [new("rsi", s_time, AgentSwitch.OverBudget), new("macd", s_time.AddMinutes(1), "") { Weight = 2.5 }, new("rsi", s_time.AddMinutes(2), "") { Weight = 0 }];
        var record = (DecidedBars)StoredJournal.Record(await Written(switches));
        Assert.Equal(switches, record.Switches);
        Assert.Equal([AgentKind.Volume], record.Silent);
    }

    [Fact]
    public async Task In_the_first_format_an_agent_had_no_weight_and_weighs_1()
    {
        StoredRecord now = await Written(new AgentSwitch("rsi", s_time, AgentSwitch.OverBudget));
        byte[] body = now.Body.ToArray();
        int weight = body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(AgentSwitch.OverBudget)) + AgentSwitch.OverBudget.Length;
        Assert.Equal(1, BitConverter.ToDouble(body, weight));
        byte[] first = [1, .. body[1..weight], .. body[(weight + sizeof(double))..]];

        var record = (DecidedBars)StoredJournal.Record(now with { Body = first });
        Assert.Equal([new("rsi", s_time, AgentSwitch.OverBudget)], record.Switches);
        Assert.Equal([AgentKind.Volume], record.Silent);
        Assert.Throws<InvalidDataException>(() => StoredJournal.Record(now with { Body = (byte[])[3, .. body[1..]] }));
    }
}
