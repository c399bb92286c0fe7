using GoldenSignals.Domain.Agents;

namespace GoldenSignals.Domain.Consensus;

/// <summary>Votes to one number: score = scale·Σ w·c·d / Σ w·c over the agents that voted, summed in the panel's order.</summary>
public static class WeightedScore
{
    /// <param name="contributions">Receives each agent's part; the score is their sum in this order, bit for bit.</param>
    public static double Of(ReadOnlySpan<Vote> votes, ReadOnlySpan<double> weights, double scale, Span<double> contributions)
    {
        double total = 0;
        for (int i = 0; i < votes.Length; i++)
            total += weights[i] * votes[i].Confidence;

        double score = 0;
        for (int i = 0; i < votes.Length; i++)
        {
            contributions[i] = votes[i].Abstains ? 0 : weights[i] * votes[i].Confidence * votes[i].Direction * scale / total;
            score += contributions[i];
        }
        return score;
    }
}
