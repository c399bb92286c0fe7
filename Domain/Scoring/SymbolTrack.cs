using System.Runtime.InteropServices;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Replay;

namespace GoldenSignals.Domain.Scoring;

/// <summary>One symbol's bars and what every voter said at each of them.</summary>
public sealed class SymbolTrack(string symbol, TimeSpan interval, IReadOnlyList<Voter> voters)
{
    private readonly SymbolVoter[] _sides = [.. voters.Select(voter => voter.Start())];
    private readonly List<Bar> _bars = [];
    private readonly List<double> _atr = [];

    public string Symbol => symbol;
    public TimeSpan Interval => interval;
    public int Count => _bars.Count;
    public ReadOnlySpan<Bar> Bars => CollectionsMarshal.AsSpan(_bars);
    public ReadOnlySpan<double> Atr => CollectionsMarshal.AsSpan(_atr);

    /// <summary>In the order of the voters.</summary>
    public IReadOnlyList<OpinionTrack> Opinions { get; } = [.. voters.Select(voter => new OpinionTrack(voter.StatesProbability))];

    public DateTime CloseOf(int bar) => _bars[bar].OpenTimeUtc + interval;

    /// <summary>Keeps the bar and asks every voter.</summary>
    public void Add(in MarketStep step)
    {
        _bars.Add(step.View.Bar);
        _atr.Add(step.View[DecisionModel.Atr]);
        for (int i = 0; i < _sides.Length; i++)
            Opinions[i].Add(_sides[i](step));
    }
}

/// <summary>One voter's words on one symbol, bar by bar, in few bytes, as there are many.</summary>
public sealed class OpinionTrack(bool statesProbability)
{
    private readonly List<float> _signals = [], _probabilities = [];
    private readonly List<sbyte> _directions = [], _positions = [];

    public void Add(in Opinion opinion)
    {
        _signals.Add((float)opinion.Signal);
        _directions.Add((sbyte)opinion.Direction);
        _positions.Add((sbyte)opinion.Position);
        if (statesProbability)
            _probabilities.Add((float)opinion.Probability);
    }

    public float Signal(int bar) => _signals[bar];
    public int Direction(int bar) => _directions[bar];
    public int Position(int bar) => _positions[bar];

    /// <summary>NaN for a voter who states none.</summary>
    public double Probability(int bar) => statesProbability ? _probabilities[bar] : double.NaN;
}
