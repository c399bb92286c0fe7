using System.Collections.Concurrent;
using Orleans.Concurrency;

namespace GoldenSignals.Orleans.Laws;

public interface IWorkerGrain : IGrainWithStringKey
{
    Task Work(string gate);

    Task<string> WhichOfThem();
}

[StatelessWorker(2)]
public sealed class WorkerGrain : Grain, IWorkerGrain
{
    static readonly ConcurrentDictionary<string, int> Busy = new();

    readonly string _name = Shared.NewName();
    bool _working;

    public async Task Work(string gate)
    {
        Assert.False(_working);
        _working = true;
        Shared.Note(gate, $"{Busy.AddOrUpdate(gate, 1, static (_, count) => count + 1)} busy");
        await Shared.Gate(gate);
        Busy.AddOrUpdate(gate, 0, static (_, count) => count - 1);
        _working = false;
    }

    public Task<string> WhichOfThem() => Task.FromResult(_name);
}

[Collection(Laws.Name)]
public sealed class StatelessWorkerLaws(LawCluster cluster)
{
    [Fact]
    public async Task Workers_of_one_key_work_in_parallel_up_to_their_number()
    {
        var (worker, gate) = (cluster.Client.GetGrain<IWorkerGrain>(Shared.NewName()), Shared.NewName());
        var work = Task.WhenAll(Enumerable.Range(0, 10).Select(_ => worker.Work(gate)));
        Assert.Equal(["1 busy", "2 busy"], await Shared.NextNotes(gate, 2));
        Assert.False(Shared.HasNote(gate));
        Shared.Open(gate);
        await work.InTime();
        Assert.All(await Shared.NextNotes(gate, 8), note => Assert.Contains(note, new[] { "1 busy", "2 busy" }));
    }

    [Fact]
    public async Task There_are_never_more_workers_than_their_number()
    {
        var worker = cluster.Client.GetGrain<IWorkerGrain>(Shared.NewName());
        var names = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => worker.WhichOfThem()));
        Assert.InRange(names.Distinct().Count(), 1, 2);
    }
}
