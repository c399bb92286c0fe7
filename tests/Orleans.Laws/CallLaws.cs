using Orleans.Concurrency;
using Orleans.Runtime;

namespace GoldenSignals.Orleans.Laws;

public interface ICallGrain : IGrainWithStringKey
{
    Task<int> Add(int amount);

    ValueTask<int> Total();

    ValueTask Clear();

    Task<string> Key();

    Task Fail(string message);

    Task FailAtOnce(string message);

    Task<int> CountOverlaps();

    Task Visit();

    Task<bool> AwaitsComeBack();

    Task<string?> ReadContext(string name);

    Task<string?> ReadContextOf(ICallGrain other, string name);

    Task Hold(string gate);

    [AlwaysInterleave]
    Task Ping();

    [OneWay]
    Task Forget(string gate);
}

public interface INumberedGrain : IGrainWithIntegerKey
{
    Task<long> Key();

    Task<long> KeyOfReference(INumberedGrain reference);
}

public interface IOtherFace : IGrainWithStringKey
{
    Task<int> TotalToo();
}

public sealed class CallGrain : Grain, ICallGrain, IOtherFace
{
    int _total;
    int _overlaps;
    bool _inside;

    public async Task<int> Add(int amount)
    {
        await Task.Yield();
        return _total += amount;
    }

    public ValueTask<int> Total() => new(_total);

    public async ValueTask Clear()
    {
        await Task.Yield();
        _total = 0;
    }

    public Task<int> TotalToo() => Task.FromResult(_total);

    public Task<string> Key() => Task.FromResult(this.GetPrimaryKeyString());

    public async Task Fail(string message)
    {
        await Task.Yield();
        throw new ArgumentOutOfRangeException(null, message);
    }

    public Task FailAtOnce(string message) => throw new ArgumentOutOfRangeException(null, message);

    public async Task Visit()
    {
        _overlaps += _inside ? 1 : 0;
        _inside = true;
        await Task.Yield();
        await Task.Run(static () => { });
        _inside = false;
        _total++;
    }

    public Task<int> CountOverlaps() => Task.FromResult(_overlaps);

    public async Task<bool> AwaitsComeBack()
    {
        var mine = TaskScheduler.Current;
        var back = mine != TaskScheduler.Default;
        await Task.Yield();
        back &= TaskScheduler.Current == mine;
        await Task.Run(static () => { });
        back &= TaskScheduler.Current == mine;
        await GrainFactory.GetGrain<ICallGrain>(Shared.NewName()).Total();
        return back && TaskScheduler.Current == mine;
    }

    public Task<string?> ReadContext(string name)
    {
        var value = (string?)RequestContext.Get(name);
        RequestContext.Set(name, "changed by the callee");
        return Task.FromResult(value);
    }

    public async Task<string?> ReadContextOf(ICallGrain other, string name) => await other.ReadContext(name);

    public async Task Hold(string gate)
    {
        Shared.Note(gate, "held");
        await Shared.Gate(gate);
    }

    public Task Ping() => Task.CompletedTask;

    public async Task Forget(string gate)
    {
        await Shared.Gate(gate);
        Shared.Note(gate, "done");
        throw new InvalidOperationException("Nobody hears of it.");
    }
}

public sealed class NumberedGrain : Grain, INumberedGrain
{
    public Task<long> Key() => Task.FromResult(this.GetPrimaryKeyLong());

    public Task<long> KeyOfReference(INumberedGrain reference) => Task.FromResult(reference.GetPrimaryKeyLong());
}

[Collection(Laws.Name)]
public sealed class CallLaws(LawCluster cluster)
{
    ICallGrain NewGrain() => cluster.Client.GetGrain<ICallGrain>(Shared.NewName());

    [Fact]
    public async Task The_answer_of_a_grain_reaches_its_caller_by_task_and_by_value_task()
    {
        var grain = NewGrain();
        Assert.Equal(3, await grain.Add(3));
        Assert.Equal(3, await grain.Total());
        await grain.Clear();
        Assert.Equal(0, await grain.Total());
    }

    [Fact]
    public async Task The_same_key_is_the_same_grain_and_another_key_another()
    {
        var key = Shared.NewName();
        await cluster.Client.GetGrain<ICallGrain>(key).Add(1);
        Assert.Equal(2, await cluster.Client.GetGrain<ICallGrain>(key).Add(1));
        Assert.Equal(1, await NewGrain().Add(1));
        Assert.Equal(key, await cluster.Client.GetGrain<ICallGrain>(key).Key());
        Assert.Equal(key, cluster.Client.GetGrain<ICallGrain>(key).GetPrimaryKeyString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(42)]
    [InlineData(-7)]
    [InlineData(long.MaxValue)]
    public async Task A_number_is_a_key_too(long key)
    {
        var grain = cluster.Client.GetGrain<INumberedGrain>(key);
        Assert.Equal(key, await grain.Key());
        Assert.Equal(key, await cluster.Client.GetGrain<INumberedGrain>(1).KeyOfReference(grain));
    }

    [Fact]
    public async Task Two_interfaces_of_a_class_reach_the_same_grain()
    {
        var grain = NewGrain();
        await grain.Add(5);
        Assert.Equal(5, await grain.AsReference<IOtherFace>().TotalToo());
        Assert.Equal(5, await cluster.Client.GetGrain<IOtherFace>(grain.GetPrimaryKeyString()).TotalToo());
    }

    [Fact]
    public void References_to_one_grain_are_equal()
    {
        var grain = NewGrain();
        Assert.Equal(grain, cluster.Client.GetGrain<ICallGrain>(grain.GetPrimaryKeyString()));
        Assert.NotEqual(grain, NewGrain());
    }

    [Fact]
    public async Task An_activation_runs_one_request_at_a_time_whoever_calls()
    {
        var grain = NewGrain();
        await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Task.Run(grain.Visit)));
        Assert.Equal(0, await grain.CountOverlaps());
        Assert.Equal(500, await grain.Total());
    }

    [Fact]
    public async Task Requests_queue_behind_the_one_that_runs()
    {
        var (grain, first, second) = (NewGrain(), Shared.NewName(), Shared.NewName());
        var holding = grain.Hold(first);
        await Shared.NextNote(first);
        var waiting = grain.Hold(second);
        await grain.Ping();
        Assert.False(Shared.HasNote(second));

        Shared.Open(first);
        await holding.InTime();
        await Shared.NextNote(second);
        Assert.False(waiting.IsCompleted);
        Shared.Open(second);
        await waiting.InTime();
    }

    [Fact]
    public async Task Awaits_come_back_to_the_activation() => Assert.True(await NewGrain().AwaitsComeBack());

    [Fact]
    public async Task An_exception_reaches_the_caller_with_type_and_message()
    {
        var grain = NewGrain();
        Assert.Equal("later", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => grain.Fail("later"))).Message);
        Assert.Equal("at once", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => grain.FailAtOnce("at once"))).Message);
        Assert.Equal(1, await grain.Add(1));
    }

    [Fact]
    public async Task The_request_context_flows_to_the_callee_and_not_back()
    {
        RequestContext.Set("law", "set by the test");
        Assert.Equal("set by the test", await NewGrain().ReadContext("law"));
        Assert.Equal("set by the test", await NewGrain().ReadContextOf(NewGrain(), "law"));
        Assert.Equal("set by the test", RequestContext.Get("law"));
        RequestContext.Remove("law");
        Assert.Null(await NewGrain().ReadContext("law"));
    }

    [Fact]
    public async Task The_request_context_of_one_request_is_not_that_of_the_next()
    {
        var grain = NewGrain();
        RequestContext.Set("law", "first");
        await grain.ReadContext("law");
        RequestContext.Clear();
        Assert.Null(await grain.ReadContext("law"));
    }

    [Fact]
    public async Task A_one_way_call_does_not_wait_for_the_grain()
    {
        var (grain, gate) = (NewGrain(), Shared.NewName());
        await grain.Forget(gate).InTime();
        Assert.False(Shared.HasNote(gate));
        Shared.Open(gate);
        Assert.Equal("done", await Shared.NextNote(gate));
        Assert.Equal(1, await grain.Add(1));
    }
}
