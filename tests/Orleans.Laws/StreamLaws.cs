using Orleans.Runtime;
using Orleans.Streams;

namespace GoldenSignals.Orleans.Laws;

[GenerateSerializer, Immutable, Alias("laws.event")]
public sealed record LawEvent([property: Id(0)] int Number);

public interface IListeningGrain : IGrainWithStringKey
{
    Task Listen(string stream, string notes);

    Task Publish(string stream, int from, int count);

    Task Stop();

    Task Deactivate();
}

public sealed class ListeningGrain : Grain, IListeningGrain
{
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        foreach (var handle in await Stream(key).GetAllSubscriptionHandles())
        {
            await handle.ResumeAsync((item, _) => Task.FromResult(Shared.Note(key, $"resumed {item.Number}")));
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        Task.FromResult(Shared.Note(this.GetPrimaryKeyString(), "deactivated"));

    public async Task Listen(string stream, string notes)
    {
        var mine = TaskScheduler.Current;
        await Stream(stream).SubscribeAsync((item, _) =>
            Task.FromResult(Shared.Note(notes, TaskScheduler.Current == mine ? $"{item.Number}" : "outside of the activation")));
    }

    public async Task Publish(string stream, int from, int count)
    {
        for (var number = from; number < from + count; number++)
        {
            await Stream(stream).OnNextAsync(new LawEvent(number));
        }
    }

    public async Task Stop()
    {
        foreach (var handle in await Stream(this.GetPrimaryKeyString()).GetAllSubscriptionHandles())
        {
            await handle.UnsubscribeAsync();
        }
    }

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    IAsyncStream<LawEvent> Stream(string key) => this.GetStreamProvider(LawCluster.Streams).GetStream<LawEvent>(StreamId.Create("laws", key));
}

[Collection(Laws.Name)]
public sealed class StreamLaws(LawCluster cluster)
{
    [Fact]
    public async Task Every_subscriber_gets_every_event_in_order()
    {
        var (stream, first, second, third) = (NewStream(), Shared.NewName(), Shared.NewName(), Shared.NewName());
        await stream.SubscribeAsync(Into(first));
        await stream.SubscribeAsync(Into(second));
        await NewGrain().Listen(stream.StreamId.GetKeyAsString(), third);
        await Publish(stream, 0, 100);
        var expected = Enumerable.Range(0, 100).Select(number => $"{number}");
        Assert.Equal(expected, await Shared.NextNotes(first, 100));
        Assert.Equal(expected, await Shared.NextNotes(second, 100));
        Assert.Equal(expected, await Shared.NextNotes(third, 100));
    }

    [Fact]
    public async Task A_grain_publishes_too()
    {
        var (stream, notes) = (NewStream(), Shared.NewName());
        await stream.SubscribeAsync(Into(notes));
        await NewGrain().Publish(stream.StreamId.GetKeyAsString(), 7, 3);
        Assert.Equal(["7", "8", "9"], await Shared.NextNotes(notes, 3));
    }

    [Fact]
    public async Task An_event_goes_to_the_subscribers_of_its_own_stream_only()
    {
        var (stream, other, notes, otherNotes) = (NewStream(), NewStream(), Shared.NewName(), Shared.NewName());
        await stream.SubscribeAsync(Into(notes));
        await other.SubscribeAsync(Into(otherNotes));
        await Publish(stream, 1, 1);
        await Publish(other, 2, 1);
        Assert.Equal("1", await Shared.NextNote(notes));
        Assert.Equal("2", await Shared.NextNote(otherNotes));
        Assert.False(Shared.HasNote(notes));
    }

    [Fact]
    public async Task A_late_subscriber_gets_what_comes_after_it()
    {
        var (stream, early, late) = (NewStream(), Shared.NewName(), Shared.NewName());
        await stream.SubscribeAsync(Into(early));
        await Publish(stream, 0, 3);
        await Shared.NextNotes(early, 3);
        await stream.SubscribeAsync(Into(late));
        await Publish(stream, 3, 2);
        Assert.Equal(["3", "4"], await Shared.NextNotes(late, 2));
        Assert.Equal(["3", "4"], await Shared.NextNotes(early, 2));
    }

    [Fact]
    public async Task A_slow_client_holds_up_no_grain()
    {
        var (stream, gate, slow, fast) = (NewStream(), Shared.NewName(), Shared.NewName(), Shared.NewName());
        await stream.SubscribeAsync(async (item, _) =>
        {
            await Shared.Gate(gate);
            Shared.Note(slow, $"{item.Number}");
        });
        await NewGrain().Listen(stream.StreamId.GetKeyAsString(), fast);
        await Publish(stream, 0, 5);
        await Shared.NextNotes(fast, 5);
        Assert.False(Shared.HasNote(slow));
        Shared.Open(gate);
        Assert.Equal(["0", "1", "2", "3", "4"], await Shared.NextNotes(slow, 5));
    }

    /// <summary>One client is one consumer: who serves many listeners from it must not wait in an observer.</summary>
    [Fact]
    public async Task The_observers_of_one_client_take_turns()
    {
        var (stream, other, notes, inside, overlaps) = (NewStream(), NewStream(), Shared.NewName(), 0, 0);
        await stream.SubscribeAsync(Observe);
        await stream.SubscribeAsync(Observe);
        await other.SubscribeAsync(Observe);
        await Task.WhenAll(Publish(stream, 0, 20), Publish(other, 0, 20));
        await Shared.NextNotes(notes, 60);
        Assert.Equal(0, overlaps);

        async Task Observe(LawEvent item, StreamSequenceToken? token)
        {
            overlaps += Interlocked.Increment(ref inside) > 1 ? 1 : 0;
            await Task.Yield();
            Interlocked.Decrement(ref inside);
            Shared.Note(notes, $"{item.Number}");
        }
    }

    [Fact]
    public async Task A_subscriber_that_throws_gets_the_event_again_and_holds_up_no_other()
    {
        var (stream, failing, other, failed) = (NewStream(), Shared.NewName(), Shared.NewName(), false);
        await stream.SubscribeAsync((item, _) =>
        {
            Shared.Note(failing, $"{item.Number}");
            if (!failed)
            {
                failed = true;
                throw new InvalidOperationException("once");
            }

            return Task.CompletedTask;
        });
        await stream.SubscribeAsync(Into(other));
        await Publish(stream, 0, 3);
        Assert.Equal(["0", "1", "2"], await Shared.NextNotes(other, 3));
        Assert.Equal(["0", "0", "1", "2"], await Shared.NextNotes(failing, 4));
    }

    [Fact]
    public async Task An_event_that_always_throws_is_given_up_and_the_subscriber_hears_of_it()
    {
        var (stream, notes) = (NewStream(LawCluster.ImpatientStreams), Shared.NewName());
        await stream.SubscribeAsync(
            (item, _) => item.Number == 0 ? throw new InvalidOperationException("always") : Into(notes)(item, null),
            error => Task.FromResult(Shared.Note(notes, error.GetType().Name)));
        await Publish(stream, 0, 2);
        Assert.Equal(["StreamEventDeliveryFailureException", "1"], await Shared.NextNotes(notes, 2));
    }

    [Fact]
    public async Task After_unsubscribing_no_event_comes()
    {
        var (stream, notes, staying) = (NewStream(), Shared.NewName(), Shared.NewName());
        var handle = await stream.SubscribeAsync(Into(notes));
        await stream.SubscribeAsync(Into(staying));
        await Publish(stream, 0, 1);
        await Shared.NextNote(notes);
        await handle.UnsubscribeAsync();
        await Publish(stream, 1, 1);
        Assert.Equal(["0", "1"], await Shared.NextNotes(staying, 2));
        Assert.False(Shared.HasNote(notes));
    }

    [Fact]
    public async Task A_grain_that_activates_again_resumes_its_subscriptions()
    {
        var grain = NewGrain();
        var (key, stream) = (grain.GetPrimaryKeyString(), NewStream(key: grain.GetPrimaryKeyString()));
        await grain.Listen(key, key);
        await Publish(stream, 0, 1);
        Assert.Equal("0", await Shared.NextNote(key));
        await grain.Deactivate();
        Assert.Equal("deactivated", await Shared.NextNote(key));
        await Publish(stream, 1, 2);
        Assert.Equal(["resumed 1", "resumed 2"], await Shared.NextNotes(key, 2));
        await grain.Stop();
    }

    static Func<LawEvent, StreamSequenceToken?, Task> Into(string notes) => (item, _) => Task.FromResult(Shared.Note(notes, $"{item.Number}"));

    static async Task Publish(IAsyncStream<LawEvent> stream, int from, int count)
    {
        for (var number = from; number < from + count; number++)
        {
            await stream.OnNextAsync(new LawEvent(number));
        }
    }

    IListeningGrain NewGrain() => cluster.Client.GetGrain<IListeningGrain>(Shared.NewName());

    IAsyncStream<LawEvent> NewStream(string provider = LawCluster.Streams, string? key = null) =>
        cluster.Client.GetStreamProvider(provider).GetStream<LawEvent>(StreamId.Create("laws", key ?? Shared.NewName()));
}
