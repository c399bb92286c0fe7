using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Concurrency;

namespace GoldenSignals.Grains;

/// <summary>Runs every agent of its kind over a batch. Has no state, so that as many of it run in parallel as there are cores.</summary>
[StatelessWorker(8)]
public sealed class AgentGrain(DecisionModel model, AgentTimes times, IOptions<GridOptions> options, TimeProvider clock) : Grain, IAgentGrain
{
    private AgentKind _kind;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _kind = Enum.Parse<AgentKind>(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public Task<VoteBatch> Vote(ViewBatch views)
    {
        ReadOnlySpan<int> agents = model.Panel.OfKind(_kind);
        var votes = new Vote[views.Views.Length * agents.Length];
        List<string>? overBudget = null;
        for (int i = 0; i < agents.Length; i++)
        {
            long start = clock.GetTimestamp();
            Vote(agents[i], views, votes.AsSpan(i), agents.Length);
            bool within = times.Add(agents[i], views.Views.Length, clock.GetElapsedTime(start));
            if (!within && options.Value.Live)
                (overBudget ??= []).Add(model.Panel.Descriptors[agents[i]].Id);
        }
        var batch = new VoteBatch(_kind, votes);
        return Task.FromResult(overBudget is null ? batch : batch with { OverBudget = [.. overBudget] });
    }

    /// <summary>One agent on every view; its votes lie <paramref name="stride"/> apart.</summary>
    private void Vote(int agent, ViewBatch views, Span<Vote> votes, int stride)
    {
        AgentSwitch? off = Array.Find(views.Switches, off => off.Agent == model.Panel.Descriptors[agent].Id);
        ReadOnlySpan<MarketView> seen = views.Views;
        if (off is null)
        {
            model.Panel.Evaluate(agent, seen, votes, stride);
            return;
        }
        for (int view = 0; view < seen.Length; view++)
            votes[view * stride] = seen[view].Bar.OpenTimeUtc >= off.FromBarUtc ? Domain.Agents.Vote.Abstain(off.Reason) : model.Panel.Evaluate(agent, seen[view]);
    }
}
