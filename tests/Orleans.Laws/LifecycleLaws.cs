using System.Collections.Concurrent;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace GoldenSignals.Orleans.Laws;

[GenerateSerializer]
public sealed class Counter
{
    [Id(0)]
    public int Value { get; set; }

    [Id(1)]
    public List<string> Notes { get; set; } = [];
}

public interface IStatefulGrain : IGrainWithStringKey
{
    Task<string> Activation();

    Task<int> Value();

    Task<string> Notes();

    Task Change(int value, bool write);

    Task Clear();

    Task<bool> Exists();

    Task Deactivate();

    Task DeactivateThenHold(string gate);

    [AlwaysInterleave]
    Task Ping();
}

public interface IFragileGrain : IGrainWithStringKey
{
    Task<int> Attempts();
}

public sealed class StatefulGrain(
    [PersistentState("counter", "states")] IPersistentState<Counter> counter,
    [PersistentState("other", "states")] IPersistentState<Counter> other) : Grain, IStatefulGrain
{
    readonly string _activation = Shared.NewName();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Assert.NotNull(counter.State.Notes);
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Shared.Note(this.GetPrimaryKeyString(), reason.ReasonCode.ToString());
    }

    public Task<string> Activation() => Task.FromResult(_activation);

    public Task<int> Value() => Task.FromResult(counter.State.Value);

    public Task<string> Notes() => Task.FromResult(string.Join(',', counter.State.Notes) + other.State.Value);

    public async Task Change(int value, bool write)
    {
        counter.State.Value = value;
        counter.State.Notes.Add($"{value}");
        if (write)
        {
            await counter.WriteStateAsync();
        }
    }

    public async Task Clear()
    {
        await counter.ClearStateAsync();
        Assert.Equal(0, counter.State.Value);
    }

    public Task<bool> Exists() => Task.FromResult(counter.RecordExists);

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task DeactivateThenHold(string gate)
    {
        DeactivateOnIdle();
        Shared.Note(gate, _activation);
        await Shared.Gate(gate);
    }

    public Task Ping() => Task.CompletedTask;
}

public sealed class FragileGrain : Grain, IFragileGrain
{
    static readonly ConcurrentDictionary<string, int> Tried = new();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (Tried.AddOrUpdate(this.GetPrimaryKeyString(), 1, static (_, count) => count + 1) == 1)
        {
            throw new InvalidOperationException("not yet");
        }
    }

    public Task<int> Attempts() => Task.FromResult(Tried[this.GetPrimaryKeyString()]);
}

[Collection(Laws.Name)]
public sealed class LifecycleLaws(LawCluster cluster)
{
    [Fact]
    public async Task A_deactivated_grain_comes_back_as_a_new_activation()
    {
        var grain = NewGrain();
        var first = await grain.Activation();
        Assert.Equal(first, await grain.Activation());
        await grain.Deactivate();
        Assert.Equal(nameof(DeactivationReasonCode.ApplicationRequested), await Shared.NextNote(grain.GetPrimaryKeyString()));
        Assert.NotEqual(first, await grain.Activation().InTime());
    }

    [Fact]
    public async Task What_was_written_comes_back_and_what_was_not_is_lost()
    {
        var grain = NewGrain();
        Assert.False(await grain.Exists());
        await grain.Change(1, write: true);
        await grain.Change(2, write: false);
        Assert.Equal(2, await grain.Value());
        await Reactivate(grain);
        Assert.True(await grain.Exists());
        Assert.Equal(1, await grain.Value());
        Assert.Equal("10", await grain.Notes());
    }

    [Fact]
    public async Task Cleared_state_is_gone()
    {
        var grain = NewGrain();
        await grain.Change(1, write: true);
        await grain.Clear();
        Assert.False(await grain.Exists());
        await Reactivate(grain);
        Assert.False(await grain.Exists());
        Assert.Equal(0, await grain.Value());
    }

    [Fact]
    public async Task The_state_of_one_key_is_not_that_of_another()
    {
        var grain = NewGrain();
        await grain.Change(1, write: true);
        Assert.Equal(0, await NewGrain().Value());
    }

    [Fact]
    public async Task Requests_behind_a_deactivation_are_served_by_the_next_activation()
    {
        var (grain, gate) = (NewGrain(), Shared.NewName());
        var holding = grain.DeactivateThenHold(gate);
        var first = await Shared.NextNote(gate);
        var waiting = Task.WhenAll(Enumerable.Range(0, 10).Select(_ => grain.Activation()));
        Shared.Open(gate);
        await holding.InTime();
        var second = Assert.Single((await waiting.InTime()).Distinct());
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task A_failed_activation_fails_its_call_and_the_next_call_tries_again()
    {
        var grain = cluster.Client.GetGrain<IFragileGrain>(Shared.NewName());
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => grain.Attempts().InTime());
        Assert.Contains("not yet", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await grain.Attempts().InTime());
    }

    static async Task Reactivate(IStatefulGrain grain)
    {
        await grain.Deactivate();
        await Shared.NextNote(grain.GetPrimaryKeyString());
    }

    IStatefulGrain NewGrain() => cluster.Client.GetGrain<IStatefulGrain>(Shared.NewName());
}
