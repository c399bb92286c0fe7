using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Storage;
using GoldenSignals.Fault.Tests.Support;
using GoldenSignals.Grains;
using GoldenSignals.Grid.Tests.Support;
using GoldenSignals.Silo.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;
using Xunit.Abstractions;

namespace GoldenSignals.Fault.Tests;

/// <summary>Bytes of snapshots changed one at a time: it is noticed, and the state is what it was.</summary>
public class SnapshotDamageTests(ITestOutputHelper output)
{
    private const string Shard = "shard-0";
    private const int Batches = 16;

    private static readonly GridOptions s_options = new() { Shards = 1, Live = false, KeepBarInterval = true, WindowBars = 64 };
    private static readonly DecisionModel s_model = new();

    /// <summary>A folder with some snapshots and a journal that goes beyond them.</summary>
    private static async Task<(TempFolder Folder, JournalRecord[] Journal, GrainId Shard)> Recorded()
    {
        var folder = new TempFolder();
        Workload load = Load();
        await using FaultyGrid grid = await Start(folder.Path);
        for (int i = 1; i <= Batches; i++)
        {
            await grid.Shard(0).Ingest(load.Next());
            if (i % 5 == 0)
                await grid.Save();
        }
        TempFolder crashed = folder.Crashed();
        folder.Dispose();
        return (crashed, await Records(crashed.Path), grid.Shard(0).GetGrainId());
    }

    private static Workload Load() => new(seed: 5, Symbols.Of(0, 1, count: 3));

    private static Task<FaultyGrid> Start(string folder, params (string Name, string Value)[] settings) =>
        FaultyGrid.Start(folder, shards: 1, [("Grid:WindowBars", "64"), .. settings]);

    private static async Task<JournalRecord[]> Records(string folder)
    {
        await using FileJournalStore store = FileJournalStore.OpenRead(Path.Combine(folder, "journal"));
        return await Verdict.All(new StoredJournal(store), 0);
    }

    [Fact]
    public async Task Every_64th_byte_of_every_snapshot_and_of_their_index_is_noticed_and_costs_nothing()
    {
        (TempFolder folder, JournalRecord[] journal, GrainId shard) = await Recorded();
        using TempFolder its = folder;
        var tail = new JournalTail(Epoch: 1, journal.Length, First: 1);
        string expected = State(journal.Aggregate(new ShardFold(s_options, new(), s_model), (fold, record) => { fold.Take(record); return fold; }), journal);
        var snapshots = new ShardSnapshots(Options.Create(new SnapshotOptions()), Options.Create(s_options), Options.Create(new TickGate.Options()), s_model,
            new MemoryJournal(), null!, NullLogger<ShardSnapshots>.Instance);
        (int noticed, int harmless) = (0, 0);
        foreach (string file in SnapshotFile.All(folder.Path, Shard))
        {
            byte[] good = File.ReadAllBytes(file);
            bool isIndex = file == SnapshotFile.Index(folder.Path, Shard);
            long until = isIndex ? long.MaxValue : ShardSnapshot.Of(SnapshotFile.Content(file), Layout).Sequence;
            for (int place = 0; place < good.Length; place += 64)
            {
                SnapshotFile.Flip(file, place);
                (ShardFold fold, string[] refused) = await snapshots.Newest(new(new FileGrainStorage(Path.Combine(folder.Path, "snapshots")), shard, keep: 4, NullLogger.Instance), tail, entry => entry.Sequence <= until);
                File.WriteAllBytes(file, good);
                Assert.True(isIndex || fold.Sequence < until, $"{file}, {place}: it was used");
                foreach (JournalRecord record in journal.Skip((int)fold.Sequence))
                    fold.Take(record);
                Assert.True(State(fold, journal) == expected, $"{file}, {place}: another state");
                _ = refused.Length > 0 ? noticed++ : harmless++;
            }
        }
        output.WriteLine($"{noticed + harmless} bytes: {noticed} noticed, {harmless} harmless, {100.0 * noticed / (noticed + harmless):F1} % noticed");
        Assert.True(noticed > 100);
        Assert.Equal(0, harmless);
    }

    public static TheoryData<string, int> Damages => new()
    {
        { "the newest is changed", 1 },
        { "the newest is cut off", 1 },
        { "the newest is gone", 1 },
        { "the newest is of an older format version", 1 },
        { "the newest has a symbol of another layout", 1 },
        { "the index is changed", 1 },
        { "all are changed", 3 },
    };

    [Theory, MemberData(nameof(Damages))]
    public async Task A_grid_comes_back_from_what_is_left_and_says_what_it_could_not_use(string damage, int refused)
    {
        (TempFolder folder, JournalRecord[] journal, _) = await Recorded();
        using TempFolder its = folder;
        Do(damage, folder.Path);
        await using FaultyGrid grid = await Start(folder.Path);

        Assert.Equal((3, 0L), (grid.Recovery.Symbols, grid.Recovery.Different));
        Assert.Equal(refused, grid.Recovery.Refused.Count);
        await Verdict.AssertStateIsFold(grid.Grains, 0, journal, s_options, grid.Model);
        Workload load = Load();
        for (int i = 0; i < Batches; i++)
            load.Next();
        for (int i = 0; i < 5; i++)
            await grid.Shard(0).Ingest(load.Next());
        Verdict.AssertDecidedOnce(await Records(folder.Path), grid.Model, live: false);
    }

    private static void Do(string damage, string folder)
    {
        string[] files = SnapshotFile.InOrder(folder, Shard, content => ShardSnapshot.Of(content, Layout).Sequence);
        string newest = files[^1];
        byte[] content = SnapshotFile.Content(newest);
        ShardSnapshot snapshot = ShardSnapshot.Of(content, Layout);
        switch (damage)
        {
            case "the newest is changed":
                SnapshotFile.Flip(newest, content.Length / 2);
                break;
            case "the newest is cut off":
                File.WriteAllBytes(newest, File.ReadAllBytes(newest)[..(content.Length / 2)]);
                break;
            case "the newest is gone":
                File.Delete(newest);
                break;
            case "the newest is of an older format version":
                content[0]--;
                SnapshotFile.Write(newest, content);
                break;
            case "the newest has a symbol of another layout":
                SnapshotFile.Write(newest, (snapshot with { Symbols = [.. snapshot.Symbols.Select(symbol => symbol with { State = symbol.State[..^1] })] }).ToBytes(Layout));
                break;
            case "the index is changed":
                SnapshotFile.Flip(SnapshotFile.Index(folder, Shard), 10);
                break;
            case "all are changed":
                foreach (string file in files)
                    SnapshotFile.Flip(file, 100);
                break;
        }
    }

    [Fact]
    public async Task A_snapshot_of_a_grid_that_decided_by_another_method_is_not_used()
    {
        (TempFolder folder, JournalRecord[] journal, _) = await Recorded();
        using TempFolder its = folder;
        await using FaultyGrid grid = await Start(folder.Path, ("Consensus:Method", "Hedge"));

        Assert.Equal(3, grid.Recovery.Refused.Count);
        Assert.Equal(journal.Length, grid.Recovery.Records);
        await Verdict.AssertStateIsFold(grid.Grains, 0, journal, s_options, grid.Model);
    }

    /// <summary>What a crash between a snapshot and the index leaves: a place holds a later state than the index says.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_past_state_is_never_taken_from_a_snapshot_that_is_later_than_the_index_says(bool indexIsDamaged)
    {
        (TempFolder folder, JournalRecord[] journal, _) = await Recorded();
        using TempFolder its = folder;
        Decision[] decisions = [.. journal.OfType<DecidedBars>().SelectMany(record => record.Decisions)];
        string symbol = decisions[0].Symbol;
        string[] files = SnapshotFile.InOrder(folder.Path, Shard, content => ShardSnapshot.Of(content, Layout).Sequence);
        File.Copy(files[^1], files[0], overwrite: true);
        if (indexIsDamaged)
            SnapshotFile.Flip(SnapshotFile.Index(folder.Path, Shard), 10);

        await using FaultyGrid grid = await Start(folder.Path);
        foreach (Decision decision in decisions.Where(decision => decision.Symbol == symbol))
        {
            PastState past = await grid.Grains.GetGrain<IHistoryGrain>(0).StateAt(symbol, decision.BarTimeUtc + decision.Interval);
            Assert.True(DecisionCodec.Same(decision, past.State!.Decision), $"{decision.Id} is told as {past.State.Decision.Id}");
        }
    }

    private static string Layout { get; } = ShardSnapshot.LayoutOf(s_model, s_options);

    private static string State(ShardFold fold, JournalRecord[] journal)
    {
        var to = new StateWriter();
        foreach (string symbol in journal.OfType<DecidedBars>().SelectMany(record => record.Decisions).Select(decision => decision.Symbol).Distinct().Order(StringComparer.Ordinal))
        {
            (SymbolState state, SymbolConsensus consensus) = fold.Find(symbol)!.Value;
            state.Save(to);
            consensus.Save(to);
        }
        return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(to.Written.Span));
    }
}
