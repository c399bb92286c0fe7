using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using Orleans;
using Orleans.Placement;

namespace GoldenSignals.Grains;

/// <summary>Holds the consensus of a shard's symbols, each by itself: none of them depends on its neighbours.</summary>
[PreferLocalPlacement, KeepAlive]
public sealed class ConsensusGrain(DecisionModel model) : Grain, IConsensusGrain
{
    private readonly Dictionary<string, SymbolConsensus> _symbols = [];
    private DecisionBatch? _answered;

    public Task<DecisionBatch> Decide(ViewBatch views, VoteSet votes)
    {
        if (views.Batch == _answered?.Batch)
            return Task.FromResult(_answered);                       // the caller's retry of what was applied

        // All votes first: whatever is wrong with them is thrown before any symbol has moved.
        var ordered = new Vote[views.Views.Length][];
        for (int i = 0; i < ordered.Length; i++)
            ordered[i] = InPanelOrder(votes, i);
        var decisions = new Decision[views.Views.Length];
        for (int i = 0; i < decisions.Length; i++)
        {
            ref readonly MarketView view = ref views.Views[i];
            if (!_symbols.TryGetValue(view.Symbol, out SymbolConsensus? symbol))
                _symbols.Add(view.Symbol, symbol = new(model));
            decisions[i] = symbol.Decide(view, ordered[i]);
        }
        _answered = new(views.Batch, decisions);
        return Task.FromResult(_answered);
    }

    public Task<Decision?> Latest(string symbol) =>
        Task.FromResult(_symbols.GetValueOrDefault(symbol)?.Last);

    public Task<TrackRecords?> Records(string symbol) =>
        Task.FromResult(_symbols.TryGetValue(symbol, out SymbolConsensus? consensus)
            ? new TrackRecords(symbol, [.. Enumerable.Range(0, model.Panel.Count).Select(agent =>
                consensus.Record.Of(agent) with { Weight = consensus.Last!.Weights[agent] })])
            : null);

    private Vote[] InPanelOrder(VoteSet votes, int view)
    {
        var ordered = new Vote[model.Panel.Count];
        foreach (VoteBatch batch in votes.Kinds)
        {
            ReadOnlySpan<int> agents = model.Panel.OfKind(batch.Kind);
            for (int i = 0; i < agents.Length; i++)
                ordered[agents[i]] = batch.Votes[view * agents.Length + i];
        }
        return ordered;
    }
}
