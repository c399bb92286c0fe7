using GoldenSignals.Domain.Agents;

namespace GoldenSignals.Domain.Tests.Agents;

internal static class Confidence
{
    /// <summary>Holds that stronger evidence, vote by vote, never lowers the confidence, and that it spans the given range.</summary>
    public static void AssertRises(IEnumerable<Vote> strongerAndStronger, double least, double most)
    {
        double[] confidences = [.. strongerAndStronger.Select(vote => vote.Confidence)];
        for (int i = 1; i < confidences.Length; i++)
            Assert.True(confidences[i] >= confidences[i - 1], $"step {i}: {confidences[i]} after {confidences[i - 1]}");
        Assert.Equal(least, confidences[0], 12);
        Assert.Equal(most, confidences[^1], 12);
    }
}
