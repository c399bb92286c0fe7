namespace GoldenSignals.Domain.Scoring;

/// <summary>How one voter did in one sample at one horizon. NaN where there is too little to tell.</summary>
public sealed record VoterScore
{
    public required Sample Sample { get; init; }
    public required int HorizonBars { get; init; }

    /// <summary>Bars that could be judged.</summary>
    public required int Bars { get; init; }

    /// <summary>Votes on them, and how many of these were to buy.</summary>
    public required int Votes { get; init; }
    public required int Buys { get; init; }
    public double Coverage => Bars == 0 ? double.NaN : (double)Votes / Bars;

    /// <summary>Independent votes that would leave the same error.</summary>
    public required double EffectiveVotes { get; init; }

    /// <summary>Share of votes whose direction was right (a standstill counts half), and its 95 % interval after Wilson on the effective votes.</summary>
    public required double HitRate { get; init; }
    public required (double Low, double High) HitInterval { get; init; }

    /// <summary>What the same votes would hit at random bars of their symbols: the drift's own share.</summary>
    public required double BaseRate { get; init; }

    /// <summary>Hit rate less base rate, per vote.</summary>
    public required Estimate Edge { get; init; }

    /// <summary>Probability of such an edge by chance; NaN with fewer than <see cref="VoterScoring.MinEffectiveVotes"/> effective votes.</summary>
    public required double P { get; init; }

    /// <summary>P after Benjamini and Hochberg over all voters and horizons of the sample.</summary>
    public double Q { get; init; } = double.NaN;

    /// <summary>Mean move in the direction of the votes, in ATR; less what the drift gives to such votes; and after the costs of a round trip.</summary>
    public required Estimate ReturnAtr { get; init; }
    public required Estimate ExcessAtr { get; init; }
    public required double NetReturnAtr { get; init; }

    /// <summary>Spearman correlation of signal and move, within symbols, averaged over their bars.</summary>
    public required Estimate InformationCoefficient { get; init; }

    /// <summary>Of the stated probability, or of one fitted in-sample; and of the symbol's in-sample base rate, to compare.</summary>
    public required Reliability Reliability { get; init; }
    public required double BrierOfBaseRate { get; init; }
}
