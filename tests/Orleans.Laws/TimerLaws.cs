using Orleans.Runtime;

namespace GoldenSignals.Orleans.Laws;

public interface ITimerGrain : IGrainWithStringKey
{
    Task Start(string notes);

    Task StartFailing(string notes);

    Task<int> Overlaps();

    Task<int> TicksDuringRequest(string gate, string notes);

    Task AwaitInterleavingTick();

    Task StopInTick(string notes);

    Task<bool> TickRunsOnActivation();

    Task<string> StartNamed(string notes);

    Task<string> Deactivate();
}

public sealed class TimerGrain : Grain, ITimerGrain
{
    static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(1);

    readonly string _activation = Shared.NewName();
    int _overlaps;
    bool _inside;

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        Task.FromResult(Shared.Note(_activation, "deactivated"));

    public async Task Start(string notes)
    {
        _inside = true;
        this.RegisterGrainTimer(() => Tick(notes), TimeSpan.Zero, Soon);
        await Task.Yield();
        await Task.Run(static () => { });
        _inside = false;
    }

    public Task StartFailing(string notes)
    {
        this.RegisterGrainTimer(
            static (notes, _) =>
            {
                Shared.Note(notes, "tick");
                throw new InvalidOperationException("A tick that fails.");
            },
            notes, TimeSpan.Zero, Soon);
        return Task.CompletedTask;
    }

    public Task<int> Overlaps() => Task.FromResult(_overlaps);

    public async Task<int> TicksDuringRequest(string gate, string notes)
    {
        var ticks = 0;
        this.RegisterGrainTimer(
            _ =>
            {
                ticks++;
                Shared.Note(notes, "tick");
                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
        Shared.Note(notes, "running");
        await Shared.Gate(gate);
        return ticks;
    }

    public async Task AwaitInterleavingTick()
    {
        var ticked = new TaskCompletionSource();
        using var timer = this.RegisterGrainTimer(
            _ =>
            {
                ticked.TrySetResult();
                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions { DueTime = TimeSpan.Zero, Period = Soon, Interleave = true });
        await ticked.Task;
    }

    public Task StopInTick(string notes)
    {
        IGrainTimer? timer = null;
        timer = this.RegisterGrainTimer(
            () =>
            {
                timer!.Dispose();
                Shared.Note(notes, "last");
                this.RegisterGrainTimer(() => Task.FromResult(Shared.Note(notes, "other timer")), Soon * 20, Timeout.InfiniteTimeSpan);
                return Task.CompletedTask;
            },
            Soon, Soon);
        return Task.CompletedTask;
    }

    public async Task<bool> TickRunsOnActivation()
    {
        var mine = TaskScheduler.Current;
        var seen = new TaskCompletionSource<bool>();
        using var timer = this.RegisterGrainTimer(
            async _ =>
            {
                await Task.Yield();
                seen.TrySetResult(TaskScheduler.Current == mine);
            },
            new GrainTimerCreationOptions { DueTime = TimeSpan.Zero, Period = Timeout.InfiniteTimeSpan, Interleave = true });
        return await seen.Task;
    }

    public Task<string> StartNamed(string notes)
    {
        this.RegisterGrainTimer(() => Task.FromResult(Shared.Note(notes, _activation)), TimeSpan.Zero, Soon);
        return Task.FromResult(_activation);
    }

    public Task<string> Deactivate()
    {
        DeactivateOnIdle();
        return Task.FromResult(_activation);
    }

    async Task Tick(string notes)
    {
        _overlaps += _inside ? 1 : 0;
        _inside = true;
        await Task.Yield();
        await Task.Run(static () => { });
        _inside = false;
        Shared.Note(notes, "tick");
    }
}

[Collection(Laws.Name)]
public sealed class TimerLaws(LawCluster cluster)
{
    [Fact]
    public async Task Ticks_overlap_neither_each_other_nor_requests()
    {
        var (grain, notes) = (NewGrain(), Shared.NewName());
        await Task.WhenAll(grain.Start(notes), grain.Start(notes));
        await Shared.NextNotes(notes, 20);
        Assert.Equal(0, await grain.Overlaps());
    }

    [Fact]
    public async Task A_due_tick_waits_for_the_request_that_runs()
    {
        var (grain, gate, notes) = (NewGrain(), Shared.NewName(), Shared.NewName());
        var request = grain.TicksDuringRequest(gate, notes);
        Assert.Equal("running", await Shared.NextNote(notes));
        Shared.Open(gate);
        Assert.Equal(0, await request.InTime());
        Assert.Equal("tick", await Shared.NextNote(notes));
    }

    [Fact]
    public Task An_interleaving_tick_does_not_wait() => NewGrain().AwaitInterleavingTick().InTime();

    [Fact]
    public async Task A_tick_runs_on_the_activation() => Assert.True(await NewGrain().TickRunsOnActivation().InTime());

    [Fact]
    public async Task A_tick_that_throws_is_followed_by_the_next()
    {
        var notes = Shared.NewName();
        await NewGrain().StartFailing(notes);
        await Shared.NextNotes(notes, 3);
    }

    [Fact]
    public async Task A_disposed_timer_ticks_no_more()
    {
        var notes = Shared.NewName();
        await NewGrain().StopInTick(notes);
        Assert.Equal(["last", "other timer"], await Shared.NextNotes(notes, 2));
    }

    [Fact]
    public async Task A_timer_ends_with_its_activation()
    {
        var (grain, notes) = (NewGrain(), Shared.NewName());
        var first = await grain.StartNamed(notes);
        Assert.Equal(first, await Shared.NextNote(notes));
        Assert.Equal(first, await grain.Deactivate());
        await Shared.NextNote(first);
        while (Shared.HasNote(notes))
        {
            Assert.Equal(first, await Shared.NextNote(notes));
        }

        var second = await grain.StartNamed(notes);
        Assert.NotEqual(first, second);
        Assert.All(await Shared.NextNotes(notes, 10), note => Assert.Equal(second, note));
    }

    ITimerGrain NewGrain() => cluster.Client.GetGrain<ITimerGrain>(Shared.NewName());
}
