using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace GoldenSignals.Orleans.Laws;

public interface IIdleGrain : IGrainWithStringKey
{
    Task<string> Activation();
}

public interface IKeptGrain : IGrainWithStringKey
{
    Task<string> Activation();
}

public abstract class IdleGrainBase : Grain
{
    readonly string _activation = Shared.NewName();

    public Task<string> Activation() => Task.FromResult(_activation);

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        Task.FromResult(Shared.Note(this.GetPrimaryKeyString(), reason.ReasonCode.ToString()));
}

public sealed class IdleGrain : IdleGrainBase, IIdleGrain;

[KeepAlive]
public sealed class KeptGrain : IdleGrainBase, IKeptGrain;

public sealed class CollectionLaws
{
    [Fact]
    public async Task An_idle_activation_is_collected_and_one_that_is_kept_alive_is_not()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => silo.Configure<GrainCollectionOptions>(options =>
            (options.CollectionQuantum, options.CollectionAge) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500))));
        await using var cluster = builder.Build();
        await cluster.DeployAsync();
        var kept = cluster.Client.GetGrain<IKeptGrain>(Shared.NewName());
        var idle = cluster.Client.GetGrain<IIdleGrain>(Shared.NewName());
        var (keptActivation, idleActivation) = (await kept.Activation(), await idle.Activation());
        Assert.Equal(nameof(DeactivationReasonCode.ActivationIdle), await Shared.NextNote(idle.GetPrimaryKeyString()));
        Assert.NotEqual(idleActivation, await idle.Activation());
        Assert.Equal(keptActivation, await kept.Activation());
    }
}
