namespace GoldenSignals.Orleans.Laws;

public interface IFilteredGrain : IGrainWithStringKey
{
    Task<string> Say(string what);

    Task Nothing();
}

public sealed class FilteredGrain : Grain, IFilteredGrain
{
    public Task<string> Say(string what) => Task.FromResult(what);

    public Task Nothing() => Task.CompletedTask;
}

[Collection(Laws.Name)]
public sealed class FilterLaws(LawCluster cluster)
{
    /// <summary>Notes the calls of this law's grains; calls of other grains pass.</summary>
    internal static async Task Filter(IIncomingGrainCallContext context)
    {
        if (context.Grain is not FilteredGrain grain || context.InterfaceMethod.DeclaringType != typeof(IFilteredGrain))
        {
            await context.Invoke();
            return;
        }

        Shared.Note(grain.GetPrimaryKeyString(), $"before {context.MethodName}");
        await context.Invoke();
        Shared.Note(grain.GetPrimaryKeyString(), $"after {context.MethodName}: {context.Result}");
        if (context.Result is "refuse me")
        {
            throw new UnauthorizedAccessException("refused by the filter");
        }

        if (context.Result is string said)
        {
            context.Result = said + "!";
        }
    }

    [Fact]
    public async Task A_filter_sees_each_call_and_its_result_and_may_replace_it()
    {
        var key = Shared.NewName();
        var grain = cluster.Client.GetGrain<IFilteredGrain>(key);
        Assert.Equal("hello!", await grain.Say("hello"));
        Assert.Equal(["before Say", "after Say: hello"], await Shared.NextNotes(key, 2));
        await grain.Nothing();
        Assert.Equal(["before Nothing", "after Nothing: "], await Shared.NextNotes(key, 2));
    }

    [Fact]
    public async Task A_filter_may_refuse_a_call()
    {
        var grain = cluster.Client.GetGrain<IFilteredGrain>(Shared.NewName());
        var refused = await Assert.ThrowsAsync<UnauthorizedAccessException>(() => grain.Say("refuse me"));
        Assert.Equal("refused by the filter", refused.Message);
    }
}
