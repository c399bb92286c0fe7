namespace GoldenSignals.Domain.Scoring;

/// <summary>Scores one voter at one horizon: in-sample first, where its probabilities are fitted, then out of sample with what was fitted.</summary>
/// <remarks>The base rate is itself estimated: what it owes to chance is carried through to the error of the edge (and the drift's to that of
/// the excess return) by their linear terms,
/// <code>
/// edge·n = Σ over votes (hit − base) − Σ over all bars (B − S)/N · (up − u)          the second sum is 0, but not within a block
/// </code>
/// with B votes to buy and S to sell among the N bars of a symbol that rose at the rate u. So who always buys has no edge, and no error.</remarks>
public sealed class VoterScoring(int voter, bool statesProbability, int horizonBars)
{
    /// <summary>With fewer an edge is shown, but not tested.</summary>
    public const int MinEffectiveVotes = 30;

    private readonly FittedConfidence _fitted = new(horizonBars);

    /// <param name="inSample">The outcomes in-sample: where base rates for out-of-sample probabilities come from.</param>
    public VoterScore Score(IReadOnlyList<SymbolTrack> tracks, SampleOutcomes outcomes, SampleOutcomes inSample)
    {
        if (outcomes.Sample == Sample.InSample)
            Fit(tracks, outcomes);

        var sums = new BlockSums(outcomes.Blocks.Count);
        var said = new Reliability();
        var ofBase = new Reliability();
        for (int s = 0; s < tracks.Count; s++)
        {
            OpinionTrack opinions = tracks[s].Opinions[voter];
            SymbolOutcomes symbol = outcomes.Symbols[s];
            double known = inSample.Symbols[s].UpRate;
            sums.Add(opinions, symbol);
            for (int i = 0; i < symbol.Places.Length; i++)
            {
                int t = symbol.Places[i], direction = opinions.Direction(t);
                if (direction == 0)
                    continue;
                double hit = Hit(direction, symbol.Moves[i]);
                said.Add(statesProbability ? opinions.Probability(t) : _fitted.Probability(Math.Abs(opinions.Signal(t))), hit);
                ofBase.Add(double.IsNaN(known) ? 0.5 : direction > 0 ? known : 1 - known, hit);
            }
        }
        return sums.Score(outcomes, said, ofBase.Brier);
    }

    /// <summary>1 where the direction was right, one half where the price stood still.</summary>
    internal static double Hit(int direction, double move) => direction > 0 ? Outcomes.Up(move) : 1 - Outcomes.Up(move);

    private void Fit(IReadOnlyList<SymbolTrack> tracks, SampleOutcomes outcomes)
    {
        for (int s = 0; s < tracks.Count; s++)
        {
            OpinionTrack opinions = tracks[s].Opinions[voter];
            SymbolOutcomes symbol = outcomes.Symbols[s];
            for (int i = 0; i < symbol.Places.Length; i++)
                if (opinions.Direction(symbol.Places[i]) is var direction and not 0)
                    _fitted.Fit(Math.Abs(opinions.Signal(symbol.Places[i])), Hit(direction, symbol.Moves[i]));
        }
    }
}
