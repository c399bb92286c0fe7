using System.Collections.Immutable;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Streams;
using Orleans.TestingHost;

namespace GoldenSignals.Orleans.Laws.LocalOnly;

public sealed record Mutable(int Number);

[Immutable]
public sealed record Promised(int Number);

public interface IRefusingGrain : IGrainWithStringKey
{
    Task TakeList(List<int> numbers);

    Task TakeMutable(int fine, Mutable value);

    Task<int[]> ReturnArray();

    void NoTask();

    Task<int> TakeImmutable(
        string text, decimal amount, DateTimeOffset time, DayOfWeek day, int? maybe, (int, Promised) pair, ImmutableArray<Promised> many,
        Promised promised, Immutable<int[]> wrapped, [Immutable] int[] marked, IRefusingGrain reference, CancellationToken cancellation);
}

public sealed class RefusingGrain : Grain, IRefusingGrain
{
    public Task TakeList(List<int> numbers) => Task.CompletedTask;

    public Task TakeMutable(int fine, Mutable value) => Task.CompletedTask;

    public Task<int[]> ReturnArray() => Task.FromResult<int[]>([]);

    public void NoTask()
    {
    }

    public Task<int> TakeImmutable(
        string text, decimal amount, DateTimeOffset time, DayOfWeek day, int? maybe, (int, Promised) pair, ImmutableArray<Promised> many,
        Promised promised, Immutable<int[]> wrapped, int[] marked, IRefusingGrain reference, CancellationToken cancellation) =>
        Task.FromResult(wrapped.Value.Length + marked.Length + many.Length + pair.Item2.Number);
}

[Collection(Laws.Name)]
public sealed class RefusalTests(LawCluster cluster)
{
    readonly IRefusingGrain _grain = cluster.Client.GetGrain<IRefusingGrain>("refusing");

    [Fact]
    public async Task A_mutable_argument_is_refused_by_method_parameter_and_type()
    {
        var list = await Assert.ThrowsAsync<NotSupportedException>(() => _grain.TakeList([]));
        Assert.StartsWith("The parameter 'numbers' of IRefusingGrain.TakeList has the mutable type System.Collections.Generic.List", list.Message, StringComparison.Ordinal);
        var record = await Assert.ThrowsAsync<NotSupportedException>(() => _grain.TakeMutable(1, new(1)));
        Assert.Contains("parameter 'value' of IRefusingGrain.TakeMutable", record.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mutable_result_is_refused()
    {
        var refusal = await Assert.ThrowsAsync<NotSupportedException>(_grain.ReturnArray);
        Assert.Contains("result of IRefusingGrain.ReturnArray", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_method_without_a_task_is_refused() => Assert.Throws<NotSupportedException>(_grain.NoTask);

    [Fact]
    public async Task What_is_immutable_or_promised_to_be_so_passes() => Assert.Equal(6, await _grain.TakeImmutable(
        "", 1m, default, default, null, (1, new(1)), [new(1), new(2)], new(3), new([1]), [1, 2], _grain, CancellationToken.None));

    [Fact]
    public async Task A_mutable_event_is_refused()
    {
        var stream = cluster.Client.GetStreamProvider(LawCluster.Streams).GetStream<Mutable>(StreamId.Create("laws", "mutable"));
        await Assert.ThrowsAsync<NotSupportedException>(() => stream.OnNextAsync(new(1)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void More_than_one_silo_is_refused(short silos)
    {
        var refusal = Assert.Throws<NotSupportedException>(() => new InProcessTestClusterBuilder(silos));
        Assert.Contains("OrleansPackages=true", refusal.Message, StringComparison.Ordinal);
    }
}
