using GoldenSignals.Domain.Consensus;
using GoldenSignals.Fault.Tests.Support;
using GoldenSignals.Grains;
using GoldenSignals.Grid.Tests.Support;
using GoldenSignals.Silo.Storage;
using Orleans;
using Xunit.Abstractions;

namespace GoldenSignals.Fault.Tests;

/// <summary>An exception before and after each step by which a shard takes a batch, writes a snapshot or comes back: the client sends again, and the grid is as if nothing had been.</summary>
public class CrashSweepTests(ITestOutputHelper output)
{
    private const int Shards = 2, Batches = 12, FaultAt = 6;

    private static readonly string[] s_stepsOfTakeAndSave =
    [
        "append decisions", "append input", "history", "IAgentGrain.Vote", "IConsensusGrain.Decide", "IConsensusGrain.Save", "ISymbolGrain.OnBars", "ISymbolGrain.Save",
        "IUniverseGrain.Before", "IUniverseGrain.Report", "IUniverseGrain.Save", "read snapshot", "write index", "write snapshot",
    ];

    private static readonly string[] s_stepsOfRecovery =
    [
        "history", "history position", "IConsensusGrain.Restore", "ISymbolGrain.Restore", "IUniverseGrain.Known", "IUniverseGrain.Report", "open", "read", "read index", "read snapshot",
    ];

    public static TheoryData<string, Moment> OfTakeAndSave() => Both(s_stepsOfTakeAndSave);

    public static TheoryData<string, Moment> OfRecovery() => Both(s_stepsOfRecovery);

    [Theory, MemberData(nameof(OfTakeAndSave))]
    public Task A_fault_at_a_step_costs_nothing(string step, Moment moment) => Holds(step, new Plan(step, moment));

    [Theory, MemberData(nameof(OfRecovery))]
    public Task Nor_does_one_while_the_shard_comes_back_from_another(string step, Moment moment) => Holds(step, new Plan("append input", Moment.After), new Plan(step, moment));

    /// <summary>Fails at the first call of a step, once the plan before it has.</summary>
    private sealed record Plan(string Step, Moment Moment)
    {
        public int Failures { get; set; }
    }

    private async Task Holds(string step, params Plan[] plans)
    {
        foreach (Func<Exception> fault in new Func<Exception>[]
            { () => new InvalidOperationException("a fault"), () => new JournalUnavailableException("a fault"), () => new JournalFencedException("a fault") })
        {
            using var folder = new TempFolder();
            await Run(folder.Path, fault, plans);
            output.WriteLine($"{step}, {fault().GetType().Name}: failed {string.Join(" and ", plans.Select(plan => plan.Failures))} times");
            Assert.All(plans, plan => Assert.True(plan.Failures == 1, $"{plan.Step} was not reached"));
            foreach (Plan plan in plans)
                plan.Failures = 0;
        }
    }

    /// <param name="fault">What the last of the plans throws.</param>
    private static async Task Run(string folder, Func<Exception> fault, Plan[] plans)
    {
        Workload[] loads = [.. Enumerable.Range(0, Shards).Select(shard => new Workload(seed: shard + 1, Symbols.Of(shard, Shards, count: 3)))];
        Client[] clients;
        await using (FaultyGrid grid = await FaultyGrid.Start(folder, Shards))
        {
            clients = [.. Enumerable.Range(0, Shards).Select(shard => new Client(grid.Shard(shard)))];
            for (int i = 0; i < Batches; i++)
            {
                if (i == FaultAt)
                    grid.Faults.Rule = step =>
                        Array.Find(plans, plan => plan.Failures == 0) is { } plan && plan.Step == step.Name && plan.Moment == step.Moment && ++plan.Failures > 0 ? plan == plans[^1] ? fault() : new JournalUnavailableException("a fault") : null;
                foreach ((Client client, Workload load) in clients.Zip(loads))
                    await client.Send(load.Next() with { InStep = true });
                if (i % 3 == 0)
                    await Save(grid);
            }
            grid.Faults.Rule = null;
            for (int shard = 0; shard < Shards; shard++)
            {
                JournalRecord[] records = await Records(folder, shard);
                clients[shard].AssertAllIn(records);
                Verdict.AssertDecidedOnce(records, grid.Model, live: false);
                Verdict.AssertTold(grid.History, shard, records);
                await Verdict.AssertStateIsFold(grid.Grains, shard, records, new() { Shards = Shards, Live = false, KeepBarInterval = true }, grid.Model);
            }
        }
        await using FaultyGrid again = await FaultyGrid.Start(folder, Shards);
        Assert.Equal((2 * 3, 0L), (again.Recovery.Symbols, again.Recovery.Different));
        Assert.Empty(again.Recovery.Refused);
        Assert.Equal(2 * 3, (await again.Universe.Symbols()).Rows.Length);
    }

    /// <summary>What the timer does: a snapshot that cannot be written is tried again.</summary>
    private static async Task Save(FaultyGrid grid)
    {
        try
        {
            await grid.Save();
        }
        catch (Exception error) when (error.Message.Contains("a fault", StringComparison.Ordinal) || error is JournalUnavailableException)
        {
            // The timer's next.
        }
    }

    private static async Task<JournalRecord[]> Records(string folder, int shard)
    {
        await using FileJournalStore store = FileJournalStore.OpenRead(Path.Combine(folder, "journal"));
        return await Verdict.All(new StoredJournal(store), shard);
    }

    private static TheoryData<string, Moment> Both(string[] steps)
    {
        var data = new TheoryData<string, Moment>();
        foreach (string step in steps)
            foreach (Moment moment in Enum.GetValues<Moment>())
                data.Add(step, moment);
        return data;
    }
}
