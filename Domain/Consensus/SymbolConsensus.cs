using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Risk;

namespace GoldenSignals.Domain.Consensus;

/// <summary>One symbol's side of the consensus: its agents' track records and the action that stands. Bars come in order, each once.</summary>
public sealed class SymbolConsensus(DecisionModel model)
{
    private readonly TrackRecord _record = new(model.Panel.Count, model.Consensus);
    private readonly double[] _contributions = new double[model.Panel.Count];
    private int _barsInAction;

    /// <summary>The decision of the last bar; null before the first.</summary>
    public Decision? Last { get; private set; }

    public TrackRecord Record => _record;

    /// <summary>Turns the votes on a bar into the bar's decision.</summary>
    /// <param name="votes">One for each agent of the panel; handed over to the decision.</param>
    public Decision Decide(in MarketView view, Vote[] votes)
    {
        _record.Resolve(view.Bar);

        var weights = new double[votes.Length];
        _record.Weights(weights);
        double scale = 1;
        foreach (Vote vote in votes)
            scale *= vote.Scale;
        double score = WeightedScore.Of(votes, weights, scale, _contributions);
        double confidence = _record.Confidence(score);
        double atr = view[DecisionModel.Atr];
        SignalAction before = Last?.Action ?? SignalAction.Hold;
        Position? position = Position.Of(Side(before, score), view.Bar.Close, atr, model.Risk);
        bool quorum = Quorum.Has(votes, model.Panel, model.Consensus);
        (SignalAction action, string reason) =
            ActionRule.Next(before, _barsInAction, score, confidence, quorum, scale, position, model.Consensus);

        _record.Record(votes, quorum ? score : 0, atr);             // a lone voter's ±1 tells nothing of scores that many agree on
        var decision = new Decision
        {
            Symbol = view.Symbol,
            Interval = view.Interval,
            BarTimeUtc = view.Bar.OpenTimeUtc,
            Price = view.Bar.Close,
            Action = action,
            Score = score,
            Confidence = confidence,
            Scale = scale,
            Votes = votes,
            Weights = weights,
            Position = action == SignalAction.Hold ? null : position,
            Reason = reason,
            ActionBefore = before,
            BarsInActionBefore = _barsInAction,
            Configuration = model.Version,
            Indicators = view.SharedValues,
        };
        _barsInAction = action == before ? _barsInAction + 1 : 1;
        Last = decision;
        return decision;
    }

    private static SignalAction Side(SignalAction standing, double score) =>
        standing != SignalAction.Hold ? standing : score >= 0 ? SignalAction.Buy : SignalAction.Sell;
}
