namespace GoldenSignals.Domain.Scoring;

/// <summary>One voter's sums by block of the calendar, which is all that the bootstrap needs.</summary>
internal sealed class BlockSums(int blocks)
{
    private readonly double[] _votes = new double[blocks], _hits = new double[blocks], _edge = new double[blocks];
    private readonly double[] _return = new double[blocks], _excess = new double[blocks];
    private readonly double[] _rankedBars = new double[blocks], _ranks = new double[blocks];
    private double _base, _costs;
    private int _buys;

    public void Add(OpinionTrack opinions, SymbolOutcomes symbol)
    {
        int bars = symbol.Places.Length, buys = 0, sells = 0;
        var signals = new double[bars];
        for (int i = 0; i < bars; i++)
        {
            int direction = opinions.Direction(symbol.Places[i]);
            buys += direction > 0 ? 1 : 0;
            sells += direction < 0 ? 1 : 0;
            signals[i] = opinions.Signal(symbol.Places[i]);
        }
        AddRanks(Ranks.Standardized(signals), symbol);
        if (buys + sells == 0)
            return;

        double lean = (double)(buys - sells) / bars;
        for (int i = 0; i < bars; i++)
        {
            int block = symbol.Blocks[i], direction = opinions.Direction(symbol.Places[i]);
            double move = symbol.Moves[i];
            _edge[block] -= lean * (Outcomes.Up(move) - symbol.UpRate);
            _excess[block] -= lean * (move - symbol.MeanMove);
            if (direction == 0)
                continue;
            double hit = VoterScoring.Hit(direction, move), expected = direction > 0 ? symbol.UpRate : 1 - symbol.UpRate;
            _votes[block]++;
            _hits[block] += hit;
            _edge[block] += hit - expected;
            _return[block] += direction * move;
            _excess[block] += direction * (move - symbol.MeanMove);
            _base += expected;
            _costs += symbol.CostsAtr[i];
        }
        _buys += buys;
    }

    /// <summary>Ranks of signals are all 0 where the signal never varies: such a symbol has nothing to be ranked by.</summary>
    private void AddRanks(double[] signalRanks, SymbolOutcomes symbol)
    {
        if (Array.TrueForAll(signalRanks, rank => rank == 0))
            return;
        for (int i = 0; i < signalRanks.Length; i++)
        {
            _rankedBars[symbol.Blocks[i]]++;
            _ranks[symbol.Blocks[i]] += signalRanks[i] * symbol.MoveRanks[i];
        }
    }

    public VoterScore Score(SampleOutcomes outcomes, Reliability said, double brierOfBaseRate)
    {
        BlockBootstrap bootstrap = outcomes.Bootstrap;
        double votes = _votes.Sum();
        Estimate hits = bootstrap.Ratio(_hits, _votes), edge = bootstrap.Ratio(_edge, _votes), earned = bootstrap.Ratio(_return, _votes);
        double effective = HitRates.EffectiveVotes(hits.Value, hits.Error, votes);
        return new()
        {
            Sample = outcomes.Sample,
            HorizonBars = outcomes.HorizonBars,
            Bars = outcomes.Bars,
            Votes = (int)votes,
            Buys = _buys,
            EffectiveVotes = effective,
            HitRate = hits.Value,
            HitInterval = HitRates.Wilson(hits.Value, effective),
            BaseRate = votes == 0 ? double.NaN : _base / votes,
            Edge = edge,
            P = effective >= VoterScoring.MinEffectiveVotes ? edge.P : double.NaN,
            ReturnAtr = earned,
            ExcessAtr = bootstrap.Ratio(_excess, _votes),
            NetReturnAtr = votes == 0 ? double.NaN : earned.Value - _costs / votes,
            InformationCoefficient = bootstrap.Ratio(_ranks, _rankedBars),
            Reliability = said,
            BrierOfBaseRate = brierOfBaseRate,
        };
    }
}
