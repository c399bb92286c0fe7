using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Storage;
using Orleans;
using Orleans.Placement;

namespace GoldenSignals.Grains;

/// <summary>Holds the consensus of a shard's symbols, each by itself: none of them depends on its neighbours.</summary>
[PreferLocalPlacement, KeepAlive]
public sealed class ConsensusGrain(DecisionModel model) : Grain, IConsensusGrain
{
    private readonly Dictionary<string, SymbolConsensus> _symbols = [];
    private readonly (long Evaluations, TimeSpan Time, long Faults)[] _agents = new (long, TimeSpan, long)[model.Panel.Count];
    private BatchId? _answered;
    private DecisionBatch? _answer;                                  // null while the symbols themselves know it

    public Task<DecisionBatch> Decide(ViewBatch views, VoteSet votes)
    {
        if (views.Batch == _answered)
            return Task.FromResult(_answer ?? Again(views));         // the caller's retry of what was applied

        Vote[][] ordered = InPanelOrder(views.Views.Length, votes);   // whatever is wrong with them is thrown before any symbol has moved
        RequireAll(views);
        var decisions = new Decision[views.Views.Length];
        for (int i = 0; i < decisions.Length; i++)
        {
            ref readonly MarketView view = ref views.Views[i];
            if (!_symbols.TryGetValue(view.Symbol, out SymbolConsensus? symbol))
                _symbols.Add(view.Symbol, symbol = new(model));
            decisions[i] = symbol.Decide(view, ordered[i], AgentSwitch.Factors(views.Switches, model.Panel, view.Bar.OpenTimeUtc));
        }
        Count(decisions.Length, votes);
        var answer = new DecisionBatch(views.Batch, decisions);
        (_answered, _answer) = (views.Batch, HasEachOnce(views.Views) ? null : answer);
        return Task.FromResult(answer);
    }

    private DecisionBatch Again(ViewBatch views) => new(views.Batch, Array.ConvertAll(views.Views, view => _symbols[view.Symbol].Last!));

    private static bool HasEachOnce(MarketView[] views)
    {
        for (int i = 1; i < views.Length; i++)
            if (views[i].Symbol == views[i - 1].Symbol)
                return false;
        return true;
    }

    private void RequireAll(ViewBatch views)
    {
        if (!views.Follows)
            return;
        string? before = null;
        foreach (ref readonly MarketView view in views.Views.AsSpan())
        {
            if (view.Symbol != before && view.Symbol != Canary.Symbol && (_symbols.GetValueOrDefault(view.Symbol)?.Bars ?? 0) is var known && known != view.BarNumber - 1)
                throw new StateLostException($"the consensus of {view.Symbol} has {known} bars, its shard comes with bar {view.BarNumber}");
            before = view.Symbol;
        }
    }

    public Task<SavedStates> Save(SavedStates symbols)
    {
        var to = new StateWriter(16 * 1024);
        return Task.FromResult(symbols with { States = Array.ConvertAll(symbols.Symbols, symbol =>
        {
            to.Clear();
            if (_symbols.TryGetValue(symbol, out SymbolConsensus? consensus))
                consensus.Save(to);
            return to.ToArray();
        }) });
    }

    public Task Restore(SavedStates saved)
    {
        (_answered, _answer) = (null, null);
        _symbols.Clear();
        for (int i = 0; i < saved.Symbols.Length; i++)
        {
            if (saved.States[i].Length == 0)
                continue;
            var (from, consensus) = (new StateReader(saved.States[i]), new SymbolConsensus(model));
            consensus.Restore(from);
            from.End();
            _symbols.Add(saved.Symbols[i], consensus);
        }
        return Task.CompletedTask;
    }

    public Task<Decision?> Latest(string symbol) =>
        Task.FromResult(_symbols.GetValueOrDefault(symbol)?.Last);

    public Task<DecisionRows> LatestOf(string[] symbols) => Task.FromResult(new DecisionRows(
    [
        .. symbols.Select(symbol => _symbols.GetValueOrDefault(symbol)?.Last).OfType<Decision>().Select(decision => DecisionRow.Of(decision, sequence: 0)),
    ]));

    public Task<TrackRecords?> Records(string symbol)
    {
        if (!_symbols.TryGetValue(symbol, out SymbolConsensus? consensus))
            return Task.FromResult<TrackRecords?>(null);
        double[] weights = consensus.Last!.Weights;
        return Task.FromResult<TrackRecords?>(new(symbol, [.. weights.Select((weight, agent) => consensus.Record.Of(agent) with { Weight = weight })]));
    }

    public Task<AgentTotals> Agents(SymbolNames? only)
    {
        IEnumerable<SymbolConsensus> symbols = only is null
            ? _symbols.Where(symbol => symbol.Key != Canary.Symbol).Select(symbol => symbol.Value)
            : only.Symbols.Select(symbol => _symbols.GetValueOrDefault(symbol)).OfType<SymbolConsensus>();
        var totals = new AgentTotal[model.Panel.Count];
        for (int i = 0; i < totals.Length; i++)
            totals[i] = new(0, 0, 0, _agents[i].Evaluations, _agents[i].Time, _agents[i].Faults);
        foreach (SymbolConsensus symbol in symbols)
            for (int i = 0; i < totals.Length; i++)
            {
                AgentRecord record = symbol.Record.Of(i);
                totals[i] = totals[i].Plus(new(record.Resolved, record.Gains, record.Losses, 0, default, 0));
            }
        return Task.FromResult(new AgentTotals(totals));
    }

    private void Count(int views, VoteSet votes)
    {
        foreach (VoteBatch batch in votes.Kinds)
        {
            ReadOnlySpan<int> agents = model.Panel.OfKind(batch.Kind);
            for (int i = 0; i < batch.Times.Length; i++)
            {
                ref (long Evaluations, TimeSpan Time, long Faults) agent = ref _agents[agents[i]];
                agent = (agent.Evaluations + views, agent.Time + batch.Times[i], agent.Faults + (batch.Faults.Length > 0 ? batch.Faults[i] : 0));
            }
        }
    }

    private Vote[][] InPanelOrder(int views, VoteSet votes)
    {
        var ordered = new Vote[views][];
        for (int view = 0; view < views; view++)
            ordered[view] = new Vote[model.Panel.Count];
        foreach (VoteBatch batch in votes.Kinds)
        {
            ReadOnlySpan<int> agents = model.Panel.OfKind(batch.Kind);
            ReadOnlySpan<Vote> cast = batch.Votes.AsSpan(0, views * agents.Length);
            foreach (Vote[] row in ordered)
            {
                for (int i = 0; i < agents.Length; i++)
                    row[agents[i]] = cast[i];
                cast = cast[agents.Length..];
            }
        }
        return ordered;
    }
}
