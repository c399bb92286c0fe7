using GoldenSignals.Domain.Agents;

namespace GoldenSignals.Domain.Consensus;

/// <summary>Votes to one number: the sum of the voters' log-odds as a probability p of a rise, put as 2p − 1, summed in the panel's order.</summary>
/// <remarks><code>
/// L = Σ w·c·d                       w = log-odds of the agent, its redundancy taken out
/// score = scale·tanh(L / 2)         = scale·(2p − 1),  p = 1 / (1 + e⁻ᴸ)
/// part of agent i = score·wᵢ·cᵢ·dᵢ / L
/// </code>Weights are 0 or more. Source: logarithmic opinion pool (Genest and Zidek, Combining Probability Distributions,
/// Statistical Science 1:1, 1986); for independent voters it is Bayes' rule.</remarks>
public static class LogOddsScore
{
    /// <param name="contributions">Receives each agent's part; the score is their sum in this order, bit for bit.</param>
    /// <returns>-1…1; 0 when nobody voted.</returns>
    public static double Of(ReadOnlySpan<Vote> votes, ReadOnlySpan<double> weights, double scale, Span<double> contributions)
    {
        double odds = 0;
        for (int i = 0; i < votes.Length; i++)
            odds += weights[i] * votes[i].Confidence * votes[i].Direction;
        double each = scale * (Math.Abs(odds) < 1e-8 ? 0.5 : Math.Tanh(odds / 2) / odds);      // tanh(x / 2) / x comes to 1/2

        double score = Sum(votes, weights, each, contributions);
        while (Math.Abs(score) > 1)                             // opposite votes may round past 1: a last bit mends it
            score = Sum(votes, weights, each = Math.BitDecrement(each), contributions);
        return score;
    }

    private static double Sum(ReadOnlySpan<Vote> votes, ReadOnlySpan<double> weights, double each, Span<double> contributions)
    {
        double score = 0;
        for (int i = 0; i < votes.Length; i++)
            score += contributions[i] = weights[i] * votes[i].Confidence * votes[i].Direction * each + 0.0;     // -0 becomes 0
        return score;
    }
}
