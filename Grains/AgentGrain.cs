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
        var took = new TimeSpan[agents.Length];
        int[] faults = [];
        List<string>? overBudget = null;
        for (int i = 0; i < agents.Length; i++)
        {
            long start = clock.GetTimestamp();
            if (Vote(agents[i], views, votes.AsSpan(i), agents.Length) is > 0 and int failed)
                (faults = faults.Length > 0 ? faults : new int[agents.Length])[i] = failed;
            took[i] = clock.GetElapsedTime(start);
            bool within = times.Add(agents[i], views.Views.Length, took[i]);
            if (!within && options.Value.Live)
                (overBudget ??= []).Add(model.Panel.Descriptors[agents[i]].Id);
        }
        var batch = new VoteBatch(_kind, votes) { Times = took, Faults = faults };
        return Task.FromResult(overBudget is null ? batch : batch with { OverBudget = [.. overBudget] });
    }

    /// <summary>One agent on every view; its votes lie <paramref name="stride"/> apart.</summary>
    /// <returns>How often it failed.</returns>
    private int Vote(int agent, ViewBatch views, Span<Vote> votes, int stride)
    {
        string id = model.Panel.Descriptors[agent].Id;
        ReadOnlySpan<MarketView> seen = views.Views;
        if (!Array.Exists(views.Switches, change => change.Agent == id && !change.Votes))
            return model.Panel.Evaluate(agent, seen, votes, stride);
        int faults = 0;
        for (int view = 0; view < seen.Length; view++)
            if (AgentSwitch.At(views.Switches, id, seen[view].Bar.OpenTimeUtc) is { Votes: false } off)
                votes[view * stride] = Domain.Agents.Vote.Abstain(off.Reason);
            else
                faults += model.Panel.Evaluate(agent, seen.Slice(view, 1), votes[(view * stride)..]);
        return faults;
    }
}
