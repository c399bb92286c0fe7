using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Risk;

namespace GoldenSignals.Domain.Consensus;

/// <summary>One symbol's side of the consensus: its agents' track records and the action that stands. Bars come in order, each once.</summary>
public sealed class SymbolConsensus
{
    private readonly DecisionModel _model;
    private readonly TrackRecord _record;
    private readonly Weighing _weighing;
    private readonly VoteCorrelation _correlation;
    private readonly double[] _scratch;                             // a number for each agent, within a call
    private int _barsInAction;

    public SymbolConsensus(DecisionModel model)
    {
        _model = model;
        _record = new(model.Panel.Count, model.Consensus);
        _weighing = Weighing.Of(model, _record);
        _correlation = new(model.VoterKinds, model.Consensus);
        _scratch = new double[model.Panel.Count];
    }

    /// <summary>The decision of the last bar; null before the first.</summary>
    public Decision? Last { get; private set; }

    public TrackRecord Record => _record;

    /// <summary>Turns the votes on a bar into the bar's decision.</summary>
    /// <param name="votes">One for each agent of the panel; handed over to the decision.</param>
    public Decision Decide(in MarketView view, Vote[] votes)
    {
        _weighing.Learn(_record.Resolve(view.Bar));

        var weights = new double[votes.Length];
        int regime = HedgeWeights.RegimeOf(view);
        Span<double> independence = _weighing.NeedsIndependence ? _scratch : [];
        double effective = _correlation.Effective(votes, independence);
        _weighing.Weigh(independence, regime, weights);
        double scale = 1;
        foreach (Vote vote in votes)
            scale *= vote.Scale;
        double score = VoteScore.Of(_model.Consensus.Method, votes, weights, scale, _scratch);
        double confidence = _record.Confidence(score);
        double atr = view[DecisionModel.Atr];
        SignalAction before = Last?.Action ?? SignalAction.Hold;
        double disagreement = Disagreement.Of(votes, effective);
        Veto vetoes = Vetoes.Of(votes, scale, disagreement, _model);
        Position? position = Position.Of(Side(before, score), view.Bar.Close, atr, _model.Risk);
        string? refusal = position is null ? Position.Refusal(view.Bar.Close, atr, _model.Risk) : null;
        (SignalAction action, string reason) =
            ActionRule.Next(before, _barsInAction, score, confidence, vetoes, refusal, _model.Consensus);

        _correlation.Add(votes);
        _record.Record(votes, vetoes.HasFlag(Veto.BelowQuorum) ? 0 : score, atr, regime);      // a lone voter's ±1 tells nothing of scores that many agree on
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
            Configuration = _model.Version,
            Indicators = view.SharedValues,
            Method = _model.Consensus.Method,
            EffectiveVotes = effective,
            Disagreement = disagreement,
            TechnicalRating = TechnicalRating.Of(view).All,
        };
        _barsInAction = action == before ? _barsInAction + 1 : 1;
        Last = decision;
        return decision;
    }

    private static SignalAction Side(SignalAction standing, double score) =>
        standing != SignalAction.Hold ? standing : score >= 0 ? SignalAction.Buy : SignalAction.Sell;
}
