using GoldenSignals.Domain.Agents;

namespace GoldenSignals.Domain.Tests.Consensus;

internal static class SomeVotes
{
    /// <summary>Votes of 1 to 56 agents, some of which abstain, with weights as track records give them and what the gates say.</summary>
    public static (Vote[] Votes, double[] Weights, double Scale) Any(Random random)
    {
        int agents = random.Next(1, 57);
        double abstaining = random.NextDouble(), leaning = random.NextDouble() * 2 - 1;
        Vote[] votes = [.. Enumerable.Range(0, agents).Select(_ => random.NextDouble() < abstaining ? Vote.Abstain("none") : One(random, leaning))];
        double[] weights = [.. votes.Select(_ => Math.Pow(4, random.NextDouble() * 2 - 1) / agents)];
        return (votes, weights, random.Next(3) switch { 0 => 1, 1 => random.NextDouble(), _ => random.Next(2) });
    }

    /// <param name="leaning">-1: sells only; 1: buys only.</param>
    public static Vote One(Random random, double leaning)
    {
        double size = random.Next(3) == 0 ? 1 : random.NextDouble();
        double confidence = random.Next(20) == 0 ? Math.Pow(10, -320 * random.NextDouble()) : 1 - random.NextDouble();
        return Vote.Toward(random.NextDouble() * 2 - 1 < leaning ? size : -size, confidence, "any");
    }
}
