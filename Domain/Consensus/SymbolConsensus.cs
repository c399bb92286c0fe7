using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Risk;
using GoldenSignals.Domain.Storage;

namespace GoldenSignals.Domain.Consensus;

/// <summary>One symbol's side of the consensus: its agents' track records and the action that stands. Bars come in order, each once.</summary>
public sealed class SymbolConsensus
{
    /// <summary>Of what is saved. The first began with the number of agents; its correlation had taken the last votes already, and nobody had set weights.</summary>
    private const int Format = -2;

    private const int MostOnStack = 256;

    private readonly DecisionModel _model;
    private readonly TrackRecord _record;
    private readonly Weighing _weighing;
    private readonly VoteCorrelation _correlation;
    private int _barsInAction;
    private bool _lastIsNew;                                        // the correlation has not taken the last decision's votes
    private double[] _factors = [];                                 // of the last decision; empty when nobody had set any
    private KeptDecision? _last;

    public SymbolConsensus(DecisionModel model)
    {
        _model = model;
        _record = new(model.Panel.Count, model.Consensus);
        _weighing = Weighing.Of(model, _record);
        _correlation = new(model.VoterKinds, model.Consensus);
    }

    /// <summary>The decision of the last bar, made anew at each call; null before the first.</summary>
    public Decision? Last => _last?.Read();

    /// <summary>Open time of that bar.</summary>
    public DateTime? LastBarTimeUtc => _last?.BarTimeUtc;

    public TrackRecord Record => _record;

    /// <summary>Bars decided.</summary>
    public long Bars { get; private set; }

    /// <summary>Turns the votes on a bar into the bar's decision.</summary>
    /// <param name="votes">One for each agent of the panel; handed over to the decision.</param>
    /// <param name="factors">What each agent's weight is multiplied by; handed over. Empty when nobody has set any.</param>
    public Decision Decide(in MarketView view, Vote[] votes, double[]? factors = null)
    {
        _record.Prefetch();
        _correlation.Prefetch();
        _last?.Prefetch();
        if (_last is { Reason: not DecisionReason.Gap } && _lastIsNew)
            _correlation.Take();                                    // only now: until then the last decision can be made again, otherwise
        _weighing.Learn(_record.Resolve(view.Bar));

        int regime = HedgeWeights.RegimeOf(view);
        var standing = new Standing(_last?.Action ?? SignalAction.Hold, _barsInAction, view.Gap ? _last?.Position : null);
        (Decision decision, Veto vetoes) = Judge(view, votes, factors ?? [], standing, _model);

        // Nothing is learnt from what was voted on half a bar; and a lone voter's ±1 tells nothing of scores that many agree on.
        _record.Record(view.Gap ? [] : votes, view.Gap || vetoes.HasFlag(Veto.BelowQuorum) ? 0 : decision.Score, view[DecisionModel.Atr], regime);
        _barsInAction = decision.Action == standing.Action ? _barsInAction + 1 : 1;
        (_lastIsNew, _factors) = (true, factors ?? []);
        if (_last?.TryKeep(decision) != true)
            _last = new(decision);
        _correlation.See(votes);
        Bars++;
        return decision;
    }

    /// <summary>The last bar's decision as it would have been made otherwise, all bars before it being as they were. Changes nothing.</summary>
    /// <param name="view">At the last bar decided.</param>
    /// <returns>Bit for bit the decision itself where <paramref name="what"/> changes nothing; else what would have come of it had the change been made at this bar.</returns>
    /// <exception cref="ArgumentException">The view is of another bar, or nothing is decided yet, or the other model's weights are learnt in another way.</exception>
    public Decision Reconsider(in MarketView view, WhatIf what)
    {
        if (LastBarTimeUtc != view.Bar.OpenTimeUtc)
            throw new ArgumentException("only the last bar decided can be decided otherwise", nameof(view));
        Decision last = Last!;
        if (!what.Suits(_model))
            throw new ArgumentException("what has been learnt would have been learnt otherwise", nameof(what));
        (Vote[] votes, double[] factors) = what.Cast(view, last.Votes, _factors, _model);
        return Judge(view, votes, factors, new(last.ActionBefore, last.BarsInActionBefore, last.Position), what.Model).Decision;
    }

    /// <summary>What stood at the bar before; its position only where the bar may leave it as it is.</summary>
    private readonly record struct Standing(SignalAction Action, int Bars, Position? Position);

    /// <summary>Votes to a decision by what has been learnt so far. Changes nothing.</summary>
    private (Decision Decision, Veto Vetoes) Judge(in MarketView view, Vote[] votes, double[] factors, in Standing before, DecisionModel model)
    {
        var weights = new double[votes.Length];
        Span<double> scratch = votes.Length <= MostOnStack ? stackalloc double[votes.Length] : new double[votes.Length];
        Span<double> independence = _weighing.NeedsIndependence ? scratch : [];
        double effective = _correlation.Effective(votes, independence);
        _weighing.Weigh(independence, HedgeWeights.RegimeOf(view), weights);
        for (int i = 0; i < factors.Length; i++)
            weights[i] *= factors[i];
        double scale = 1;
        foreach (ref readonly Vote vote in votes.AsSpan())
            scale *= vote.Scale;
        double score = VoteScore.Of(model.Consensus.Method, votes, weights, scale, scratch);
        double confidence = _record.Confidence(score);
        double atr = view[DecisionModel.Atr];
        double disagreement = Disagreement.Of(votes, effective);
        Veto vetoes = Vetoes.Of(votes, scale, disagreement, model);
        Position? position = Position.Of(Side(before.Action, score), view.Bar.Close, atr, model.Risk);
        string? refusal = position is null ? Position.Refusal(view.Bar.Close, atr, model.Risk) : null;
        (SignalAction action, string reason) =
            ActionRule.Next(before.Action, before.Bars, score, confidence, vetoes, refusal, model.Consensus);
        if (view.Gap)
            (action, reason, position) = (before.Action, DecisionReason.Gap, before.Position);    // what was said of whole bars stands; nothing is said of half a one

        return (new()
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
            ActionBefore = before.Action,
            BarsInActionBefore = before.Bars,
            Configuration = model.Version,
            Indicators = view.SharedValues,
            Method = model.Consensus.Method,
            EffectiveVotes = effective,
            Disagreement = disagreement,
            TechnicalRating = TechnicalRating.Of(view).All,
        }, vetoes);
    }

    public void Save(StateWriter to)
    {
        to.Int(Format);
        to.Int(_model.Panel.Count);
        to.Int((int)_model.Consensus.Method);
        to.Int(Bars);
        if (Last is { } last)
        {
            DecisionCodec.Write(to, last);
            to.Int(_barsInAction);
        }
        _record.Save(to);
        _weighing.Save(to);
        _correlation.Save(to);
        to.Bool(_lastIsNew);
        to.Sparse(_factors);
    }

    /// <summary>Makes a fresh consensus what another of the same panel, method and horizon was: the next decision is the same to the bit.</summary>
    /// <exception cref="InvalidDataException">The bytes are of another layout, and the consensus is of no use.</exception>
    public void Restore(StateReader from)
    {
        bool first = from.Int() is var format && format == _model.Panel.Count;
        if (!first && format != Format)
            throw from.Wrong($"format or agents: {format}");
        if (!first)
            from.Same(_model.Panel.Count, "agents");
        from.Same((int)_model.Consensus.Method, "method");
        Bars = from.Int();
        if (Bars < 0)
            throw from.Wrong($"{Bars} bars decided");
        if (Bars > 0)
        {
            Decision last = DecisionCodec.Read(from);
            (_last, _barsInAction) = (new(last), from.Int32());
            _correlation.See(last.Votes);
        }
        _record.Restore(from);
        _weighing.Restore(from);
        _correlation.Restore(from);
        if (first)
            return;
        (_lastIsNew, _factors) = (from.Bool(), from.Sparse());
        if (_factors.Length != 0 && _factors.Length != _model.Panel.Count)
            throw from.Wrong($"{_factors.Length} factors of weights");
    }

    private static SignalAction Side(SignalAction standing, double score) =>
        standing != SignalAction.Hold ? standing : score >= 0 ? SignalAction.Buy : SignalAction.Sell;
}
