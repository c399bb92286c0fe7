using Orleans.Concurrency;

namespace GoldenSignals.Orleans.Laws;

public interface ICycleGrain : IGrainWithStringKey
{
    /// <summary>Calls the other, which calls this one again.</summary>
    [ResponseTimeout("00:00:01")]
    Task<string> Ask(ICycleGrain other, int hops);
}

public interface IReentrantCycleGrain : IGrainWithStringKey
{
    Task<string> Ask(IReentrantCycleGrain other, int hops);
}

public interface IGateGrain : IGrainWithStringKey
{
    Task Write(string gate);

    [ReadOnly]
    Task Read(string gate);

    [AlwaysInterleave]
    Task Interleave(string gate);

    [ResponseTimeout("00:00:01")]
    Task WriteBriefly(string gate);
}

public sealed class CycleGrain : Grain, ICycleGrain
{
    public async Task<string> Ask(ICycleGrain other, int hops) =>
        hops == 0 ? "end" : await other.Ask(this.AsReference<ICycleGrain>(), hops - 1);
}

[Reentrant]
public sealed class ReentrantCycleGrain : Grain, IReentrantCycleGrain
{
    public async Task<string> Ask(IReentrantCycleGrain other, int hops) =>
        hops == 0 ? "end" : await other.Ask(this.AsReference<IReentrantCycleGrain>(), hops - 1);
}

public sealed class GateGrain : Grain, IGateGrain
{
    public Task Write(string gate) => Pass(gate);

    public Task WriteBriefly(string gate) => Pass(gate);

    public Task Read(string gate) => Pass(gate);

    public Task Interleave(string gate) => Pass(gate);

    static async Task Pass(string gate)
    {
        Shared.Note(gate, "in");
        await Shared.Gate(gate);
    }
}

[Collection(Laws.Name)]
public sealed class InterleavingLaws(LawCluster cluster)
{
    [Fact]
    public async Task A_grain_that_calls_itself_waits_for_itself_until_the_response_timeout()
    {
        var grain = cluster.Client.GetGrain<ICycleGrain>(Shared.NewName());
        await Assert.ThrowsAsync<TimeoutException>(() => grain.Ask(grain, 1).InTime());
        Assert.Equal("end", await grain.Ask(grain, 0).InTime());
    }

    [Fact]
    public async Task A_cycle_of_calls_ends_in_the_response_timeout()
    {
        var grain = cluster.Client.GetGrain<ICycleGrain>(Shared.NewName());
        var other = cluster.Client.GetGrain<ICycleGrain>(Shared.NewName());
        await Assert.ThrowsAsync<TimeoutException>(() => grain.Ask(other, 2).InTime());
    }

    [Fact]
    public async Task A_reentrant_grain_may_be_called_back()
    {
        var grain = cluster.Client.GetGrain<IReentrantCycleGrain>(Shared.NewName());
        var other = cluster.Client.GetGrain<IReentrantCycleGrain>(Shared.NewName());
        Assert.Equal("end", await grain.Ask(grain, 1).InTime());
        Assert.Equal("end", await grain.Ask(other, 3).InTime());
    }

    [Fact]
    public async Task An_always_interleaving_call_runs_while_another_awaits()
    {
        var (grain, writer, first, second) = (NewGrain(), Shared.NewName(), Shared.NewName(), Shared.NewName());
        var writing = grain.Write(writer);
        await Shared.NextNote(writer);
        var calls = Task.WhenAll(grain.Interleave(first), grain.Interleave(second));
        await Shared.NextNote(first);
        await Shared.NextNote(second);
        Shared.Open(first);
        Shared.Open(second);
        await calls.InTime();
        Assert.False(writing.IsCompleted);
        Shared.Open(writer);
        await writing.InTime();
    }

    [Fact]
    public async Task Read_only_calls_interleave_with_each_other_and_not_with_a_writer()
    {
        var (grain, first, second, writer) = (NewGrain(), Shared.NewName(), Shared.NewName(), Shared.NewName());
        var reading = Task.WhenAll(grain.Read(first), grain.Read(second));
        await Shared.NextNote(first);
        await Shared.NextNote(second);
        var writing = grain.Write(writer);
        await Interleaved(grain);
        Assert.False(Shared.HasNote(writer));

        Shared.Open(first);
        Shared.Open(second);
        await reading.InTime();
        await Shared.NextNote(writer);
        var third = Shared.NewName();
        var readingAgain = grain.Read(third);
        await Interleaved(grain);
        Assert.False(Shared.HasNote(third));

        Shared.Open(writer);
        Shared.Open(third);
        await Task.WhenAll(writing, readingAgain).InTime();
    }

    [Fact]
    public async Task A_grain_whose_caller_gave_up_works_on_and_then_serves_the_next()
    {
        var (grain, slow, next) = (NewGrain(), Shared.NewName(), Shared.NewName());
        await Assert.ThrowsAsync<TimeoutException>(() => grain.WriteBriefly(slow).InTime());
        var waiting = grain.Write(next);
        await Interleaved(grain);
        Assert.False(Shared.HasNote(next));
        Shared.Open(slow);
        Shared.Open(next);
        await waiting.InTime();
    }

    /// <summary>A call that got through: what was sent before it had its chance to start.</summary>
    static async Task Interleaved(IGateGrain grain)
    {
        var gate = Shared.NewName();
        Shared.Open(gate);
        await grain.Interleave(gate).InTime();
    }

    IGateGrain NewGrain() => cluster.Client.GetGrain<IGateGrain>(Shared.NewName());
}
