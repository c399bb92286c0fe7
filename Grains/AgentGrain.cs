using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using Orleans;
using Orleans.Concurrency;

namespace GoldenSignals.Grains;

/// <summary>Runs every agent of its kind over a batch. Has no state, so that as many of it run in parallel as there are cores.</summary>
[StatelessWorker(8)]
public sealed class AgentGrain(DecisionModel model) : Grain, IAgentGrain
{
    private AgentKind _kind;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _kind = Enum.Parse<AgentKind>(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public Task<VoteBatch> Vote(ViewBatch views)
    {
        var votes = new Vote[views.Views.Length * model.Panel.OfKind(_kind).Length];
        int next = 0;
        foreach (ref readonly MarketView view in views.Views.AsSpan())
            foreach (int agent in model.Panel.OfKind(_kind))
                votes[next++] = model.Panel.Evaluate(agent, view);
        return Task.FromResult(new VoteBatch(_kind, votes));
    }
}
