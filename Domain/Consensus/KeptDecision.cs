using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Risk;

namespace GoldenSignals.Domain.Consensus;

/// <summary>A symbol's last decision, written over in place with every bar.</summary>
/// <remarks>A decision that was kept itself would outlive a collection or two and then die: with thousands of symbols that is most of what the
/// collector has to do. Here nothing refers to anything young.</remarks>
internal sealed class KeptDecision
{
    private readonly Numbers[] _votes;
    private readonly string[] _reasons;                             // of the votes
    private readonly double[] _weights, _indicators;
    private string _symbol = "", _configuration = "";
    private TimeSpan _interval;
    private double _price, _score, _confidence, _scale, _effectiveVotes, _disagreement, _rating;
    private SignalAction _actionBefore;
    private int _barsInActionBefore;
    private ScoringMethod _method;
    private (bool Is, PositionSide Side, double Stop, double Target, double RewardRisk, double Size, double Loss) _position;

    private readonly record struct Numbers(double Direction, double Confidence, double Scale, double Value, double Limit);

    public KeptDecision(Decision decision)
    {
        (_votes, _reasons) = (new Numbers[decision.Votes.Length], new string[decision.Votes.Length]);
        (_weights, _indicators) = (new double[decision.Weights.Length], new double[decision.Indicators.Length]);
        TryKeep(decision);
    }

    public DateTime BarTimeUtc { get; private set; }
    public SignalAction Action { get; private set; }
    public string Reason { get; private set; } = "";

    public Position? Position =>
        _position.Is ? new(_position.Side, _position.Stop, _position.Target, _position.RewardRisk, _position.Size, _position.Loss) : null;

    /// <summary>Begins to fetch what the next decision is written over.</summary>
    public void Prefetch()
    {
        CacheLines.Prefetch<Numbers>(_votes);
        CacheLines.Prefetch<double>(_weights);
        CacheLines.Prefetch<double>(_indicators);
    }

    /// <returns>False, and nothing is done, for a decision of other numbers of agents or indicators than the first.</returns>
    public bool TryKeep(Decision decision)
    {
        if (decision.Votes.Length != _votes.Length || decision.Weights.Length != _weights.Length || decision.Indicators.Length != _indicators.Length)
            return false;
        ReadOnlySpan<Vote> votes = decision.Votes;
        for (int i = 0; i < votes.Length; i++)
        {
            ref readonly Vote vote = ref votes[i];
            _votes[i] = new(vote.Direction, vote.Confidence, vote.Scale, vote.Value, vote.Limit);
            _reasons[i] = vote.Reason;
        }
        decision.Weights.CopyTo(_weights, 0);
        decision.Indicators.CopyTo(_indicators, 0);
        (_symbol, _interval, BarTimeUtc, _price) = (decision.Symbol, decision.Interval, decision.BarTimeUtc, decision.Price);
        (Action, Reason, _score, _confidence, _scale) = (decision.Action, decision.Reason, decision.Score, decision.Confidence, decision.Scale);
        (_actionBefore, _barsInActionBefore, _configuration, _method) = (decision.ActionBefore, decision.BarsInActionBefore, decision.Configuration, decision.Method);
        (_effectiveVotes, _disagreement, _rating) = (decision.EffectiveVotes, decision.Disagreement, decision.TechnicalRating);
        _position = decision.Position is { } position
            ? (true, position.Side, position.Stop, position.Target, position.RewardRisk, position.SizeFraction, position.ProjectedLossFraction) : default;
        return true;
    }

    /// <summary>The decision, made anew.</summary>
    public Decision Read()
    {
        var votes = new Vote[_votes.Length];
        for (int i = 0; i < votes.Length; i++)
        {
            ref readonly Numbers vote = ref _votes[i];
            votes[i] = new() { Direction = vote.Direction, Confidence = vote.Confidence, Scale = vote.Scale, Value = vote.Value, Limit = vote.Limit, Reason = _reasons[i] };
        }
        return new()
        {
            Symbol = _symbol,
            Interval = _interval,
            BarTimeUtc = BarTimeUtc,
            Price = _price,
            Action = Action,
            Score = _score,
            Confidence = _confidence,
            Scale = _scale,
            Votes = votes,
            Weights = [.. _weights],
            Position = Position,
            Reason = Reason,
            ActionBefore = _actionBefore,
            BarsInActionBefore = _barsInActionBefore,
            Configuration = _configuration,
            Indicators = [.. _indicators],
            Method = _method,
            EffectiveVotes = _effectiveVotes,
            Disagreement = _disagreement,
            TechnicalRating = _rating,
        };
    }
}
