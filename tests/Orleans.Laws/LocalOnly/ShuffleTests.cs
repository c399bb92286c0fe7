using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Local;
using Orleans.TestingHost;

namespace GoldenSignals.Orleans.Laws.LocalOnly;

public interface IOrderGrain : IGrainWithStringKey
{
    Task Hold(string gate);

    Task Arrive(int number);

    Task<string> Arrivals();
}

public sealed class OrderGrain : Grain, IOrderGrain
{
    readonly List<int> _arrivals = [];

    public async Task Hold(string gate)
    {
        Shared.Note(gate, "held");
        await Shared.Gate(gate);
    }

    public Task Arrive(int number)
    {
        _arrivals.Add(number);
        return Task.CompletedTask;
    }

    public Task<string> Arrivals() => Task.FromResult(string.Join(' ', _arrivals));
}

public sealed class ShuffleTests
{
    const int Calls = 50;

    static readonly string InOrder = string.Join(' ', Enumerable.Range(0, Calls));

    [Fact]
    public async Task Without_a_seed_calls_of_one_caller_keep_their_order() => Assert.Equal(InOrder, await ArrivalsWith(null));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_seed_shuffles_calls_and_loses_none(int seed)
    {
        var arrivals = await ArrivalsWith(seed);
        Assert.NotEqual(InOrder, arrivals);
        Assert.Equal(Enumerable.Range(0, Calls), arrivals.Split(' ').Select(int.Parse).Order());
    }

    static async Task<string> ArrivalsWith(int? seed)
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => silo.Configure<LocalRuntimeOptions>(options => options.ShuffleSeed = seed));
        await using var cluster = builder.Build();
        await cluster.DeployAsync();
        var (grain, gate) = (cluster.Client.GetGrain<IOrderGrain>("order"), Shared.NewName());
        var holding = grain.Hold(gate);
        await Shared.NextNote(gate);
        var arrivals = Enumerable.Range(0, Calls).Select(grain.Arrive).ToArray();
        Shared.Open(gate);
        await Task.WhenAll([holding, .. arrivals]).InTime();
        return await grain.Arrivals();
    }
}
