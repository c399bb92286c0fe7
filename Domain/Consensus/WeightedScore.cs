using GoldenSignals.Domain.Agents;

namespace GoldenSignals.Domain.Consensus;

/// <summary>Votes to one number: score = scale·Σ w·c·d / Σ w·c over the agents that voted, summed in the panel's order.</summary>
public static class WeightedScore
{
    /// <param name="contributions">Receives each agent's part; the score is their sum in this order, bit for bit.</param>
    /// <returns>-1…1; 0 when nobody voted.</returns>
    public static double Of(ReadOnlySpan<Vote> votes, ReadOnlySpan<double> weights, double scale, Span<double> contributions)
    {
        double total = 0;
        for (int i = 0; i < votes.Length; i++)
            total += weights[i] * votes[i].Confidence;
        if (total == 0)
        {
            contributions.Clear();
            return 0;
        }

        double score = Sum(votes, weights, scale, total, contributions);
        while (Math.Abs(score) > 1)                             // rounding carried unanimous votes past 1: a last bit of the divisor mends it
            score = Sum(votes, weights, scale, total = Math.BitIncrement(total), contributions);
        return score;
    }

    private static double Sum(ReadOnlySpan<Vote> votes, ReadOnlySpan<double> weights, double scale, double total, Span<double> contributions)
    {
        double score = 0;
        for (int i = 0; i < votes.Length; i++)
        {
            double part = votes[i].Abstains ? 0 : weights[i] * votes[i].Confidence * votes[i].Direction * scale / total;
            score += contributions[i] = part + 0.0;             // -0 becomes 0
        }
        return score;
    }
}
