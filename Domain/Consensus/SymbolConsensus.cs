using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Risk;
using GoldenSignals.Domain.Storage;

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

    /// <summary>Bars decided.</summary>
    public long Bars { get; private set; }

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

        if (view.Gap)
        {
            (action, reason, position) = (before, DecisionReason.Gap, Last?.Position);            // what was said of whole bars stands; nothing is said of half a one,
            _record.Record([], score: 0, atr, regime);                                             // nor learnt from what was voted on it
        }
        else
        {
            _correlation.Add(votes);
            _record.Record(votes, vetoes.HasFlag(Veto.BelowQuorum) ? 0 : score, atr, regime);      // a lone voter's ±1 tells nothing of scores that many agree on
        }
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
        Bars++;
        return decision;
    }

    public void Save(StateWriter to)
    {
        to.Int(_model.Panel.Count);
        to.Int((int)_model.Consensus.Method);
        to.Int(Bars);
        if (Last is not null)
        {
            DecisionCodec.Write(to, Last);
            to.Int(_barsInAction);
        }
        _record.Save(to);
        _weighing.Save(to);
        _correlation.Save(to);
    }

    /// <summary>Makes a fresh consensus what another of the same panel, method and horizon was: the next decision is the same to the bit.</summary>
    /// <exception cref="InvalidDataException">The bytes are of another layout, and the consensus is of no use.</exception>
    public void Restore(StateReader from)
    {
        from.Same(_model.Panel.Count, "agents");
        from.Same((int)_model.Consensus.Method, "method");
        Bars = from.Int();
        if (Bars < 0)
            throw from.Wrong($"{Bars} bars decided");
        if (Bars > 0)
            (Last, _barsInAction) = (DecisionCodec.Read(from), from.Int32());
        _record.Restore(from);
        _weighing.Restore(from);
        _correlation.Restore(from);
    }

    private static SignalAction Side(SignalAction standing, double score) =>
        standing != SignalAction.Hold ? standing : score >= 0 ? SignalAction.Buy : SignalAction.Sell;
}
