using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Storage;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Concurrency;

namespace GoldenSignals.Grains;

/// <summary>Closes a copy of the developing bar on a copy of its symbol.</summary>
/// <remarks>Copies cost about as much as a hundred decisions, but whoever asks is rare beside the bars, and what is not shared cannot be changed.</remarks>
[StatelessWorker(4)]
public sealed class LiveGrain(IOptions<GridOptions> options, DecisionModel model) : Grain, ILiveGrain
{
    /// <summary>A bar may close between two questions to the grid; rarely more than once.</summary>
    private const int Attempts = 10;

    public async Task<LiveDecision> Decide(string symbol)
    {
        int shard = Shards.Of(symbol, options.Value.Shards);
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            if (await GrainFactory.GetGrain<IShardGrain>(shard).Developing(symbol) is not { } bar)
                return new(null, null);
            SavedState state = await GrainFactory.GetGrain<ISymbolGrain>(symbol).Save();
            SavedStates consensus = await GrainFactory.GetGrain<IConsensusGrain>(shard).Save(new([symbol], []));
            if (Decide(symbol, bar, state.Bytes, consensus.States[0]) is { } decision)
                return new(bar, decision);
        }
        throw new TimeoutException($"{symbol} closes bars faster than its developing one can be decided");
    }

    /// <summary>Null when the three are not of one time.</summary>
    private Decision? Decide(string symbol, DevelopingBar bar, byte[] savedState, byte[] savedConsensus)
    {
        var state = new SymbolState(symbol, bar.Interval, IndicatorSet.Shipped, options.Value.WindowBars);
        var consensus = new SymbolConsensus(model);
        if (savedState.Length > 0)
            state.Restore(new StateReader(savedState));
        if (savedConsensus.Length > 0)
            consensus.Restore(new StateReader(savedConsensus));
        if (state.Window.TotalSeen != consensus.Bars || state.Window.Count > 0 && state.Window.Last.OpenTimeUtc >= bar.Bar.OpenTimeUtc)
            return null;
        MarketView view = state.Add(bar.Bar, bar.Universe, bar.Gap);
        var votes = new Vote[model.Panel.Count];
        for (int agent = 0; agent < votes.Length; agent++)
            votes[agent] = AgentSwitch.At(bar.Switches, model.Panel.Descriptors[agent].Id, bar.Bar.OpenTimeUtc) is { Votes: false } off
                ? Vote.Abstain(off.Reason)
                : model.Panel.Evaluate(agent, view);
        return consensus.Decide(view, votes, AgentSwitch.Factors(bar.Switches, model.Panel, bar.Bar.OpenTimeUtc));
    }
}
