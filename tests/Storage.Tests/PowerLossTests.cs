using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage;
using GoldenSignals.Storage.Tests.Support;
using Xunit.Abstractions;

namespace GoldenSignals.Storage.Tests;

/// <summary>
/// A journal that is used, fails and loses its power at random, by seed. What comes back must be what was acknowledged, in its order,
/// and behind it at most what was last tried; and it must come back: nothing of this is damage.
/// </summary>
public class PowerLossTests(ITestOutputHelper output)
{
    private const int Seeds = 120;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nothing_else_comes_up_whatever_fails()
    {
        var done = new Tally();
        for (int seed = 1; seed <= Seeds; seed++)
            try
            {
                await Run(seed, done);
            }
            catch (Exception failed)
            {
                throw new InvalidOperationException($"seed {seed}: {failed.Message}", failed);
            }
        output.WriteLine($"{Seeds} seeds: {done.Acknowledged} records acknowledged, {done.Refused} refused, {done.PowerLosses} power losses, {done.Torn} torn ends, {done.Unacknowledged} records that came through unacknowledged");
        Assert.True(done is { Torn: > 50, Refused: > 50, Unacknowledged: > 0 }, "the simulation was too kind");
    }

    private sealed class Tally
    {
        public int Acknowledged, Refused, PowerLosses, Torn, Unacknowledged;
    }

    private sealed class ShardModel
    {
        public List<byte[]> Acknowledged { get; } = [];

        /// <summary>Begun since, in order, and refused or not answered.</summary>
        public List<(long Sequence, byte[] Body)> Tried { get; } = [];
    }

    private static async Task Run(int seed, Tally done)
    {
        var random = new Random(seed);
        using var folder = new JournalFolder(shards: 3);
        ShardModel[] shards = [.. Enumerable.Range(0, folder.Shards).Select(_ => new ShardModel())];
        for (int life = 0; life < 4; life++)
        {
            var disk = new VolatileDisk(random.Next());
            FileJournalStore store;
            try
            {
                store = folder.Open(segmentBytes: random.Next(500, 3000), open: disk.Open);
            }
            catch (IOException)
            {
                continue;                                            // a fault of the disk while it was opened
            }
            await Check(store, shards, done);
            await Use(store, disk, random, shards, done);
            if (random.Next(4) > 0)
            {
                disk.LosePower();
                done.PowerLosses++;
            }
            await store.DisposeAsync();
            disk.Settle();
        }
        await using (FileJournalStore last = folder.Open())
        {
            await Check(last, shards, done);
            Assert.Null(last.Verify().Damage);
        }
        done.Torn += folder.Log.Lines.Count(line => line.Text.Contains("cut off", StringComparison.Ordinal));
    }

    private static async Task Use(FileJournalStore store, VolatileDisk disk, Random random, ShardModel[] shards, Tally done)
    {
        disk.FaultChance = random.Next(3) * 0.05;
        var owners = new Owner?[shards.Length];
        for (int turn = random.Next(30); turn > 0; turn--)
        {
            var begun = new List<(int Shard, long Sequence, byte[] Body, Task Task)>();
            for (int shard = 0; shard < shards.Length; shard++)
            {
                if (owners[shard] is null)
                    try
                    {
                        owners[shard] = await Owner.Of(store, shard);
                    }
                    catch (JournalUnavailableException)
                    {
                        continue;
                    }
                for (int i = random.Next(3); i > 0; i--)
                {
                    byte[] body = Body(random);
                    Task task = owners[shard]!.Append(body);
                    begun.Add((shard, owners[shard]!.Last, body, task));
                }
            }
            foreach ((int shard, long sequence, byte[] body, Task task) in begun)
                try
                {
                    await task;
                    Assert.Equal(shards[shard].Acknowledged.Count + 1, sequence);
                    shards[shard].Acknowledged.Add(body);
                    shards[shard].Tried.Clear();                     // what was refused before cannot come up any more
                    done.Acknowledged++;
                }
                catch (JournalUnavailableException)
                {
                    shards[shard].Tried.Add((sequence, body));
                    owners[shard] = null;
                    done.Refused++;
                }
        }
        disk.FaultChance = 0;

        // One more group, whose fsync is the last thing that happens.
        disk.LoseNextFlush();
        for (int shard = 0; shard < shards.Length; shard++)
            if (owners[shard] is { } owner)
            {
                byte[] body = Body(random);
                Task task = owner.Append(body);
                shards[shard].Tried.Add((owner.Last, body));
                await Assert.ThrowsAsync<JournalUnavailableException>(() => task);
            }
    }

    private static byte[] Body(Random random) => SomeRecords.Body(random, random.Next(4) == 0 ? 1500 : 60);

    private static async Task Check(FileJournalStore store, ShardModel[] shards, Tally done)
    {
        for (int shard = 0; shard < shards.Length; shard++)
        {
            ShardModel model = shards[shard];
            List<StoredRecord> records = await JournalFolder.All(store, shard);
            Assert.True(records.Count >= model.Acknowledged.Count, $"shard {shard}: {records.Count} records of {model.Acknowledged.Count} acknowledged");
            for (int i = 0; i < records.Count; i++)
            {
                Assert.Equal(i + 1, records[i].Sequence);
                ReadOnlyMemory<byte> body = records[i].Body;
                bool known = i < model.Acknowledged.Count
                    ? body.Span.SequenceEqual(model.Acknowledged[i])
                    : model.Tried.Exists(tried => tried.Sequence == i + 1 && body.Span.SequenceEqual(tried.Body));
                Assert.True(known, $"shard {shard}: record {i + 1} of {records.Count} is not what was appended");
            }
            done.Unacknowledged += records.Count - model.Acknowledged.Count;
            foreach (StoredRecord record in records.Skip(model.Acknowledged.Count))
                model.Acknowledged.Add(record.Body.ToArray());       // it counts from now on
            model.Tried.Clear();
        }
    }
}
