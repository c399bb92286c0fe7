using GoldenSignals.Domain.Agents;
using Orleans;

namespace GoldenSignals.Grains;

/// <summary>How an agent takes part from a bar time on, until the next change of it.</summary>
/// <param name="Reason">Of its abstentions, in kebab-case; empty when it votes.</param>
[GenerateSerializer, Immutable, Alias("gs.AgentSwitch")]
public sealed record AgentSwitch([property: Id(0)] string Agent, [property: Id(1)] DateTime FromBarUtc, [property: Id(2)] string Reason)
{
    public const string OverBudget = "over-time-budget", SwitchedOff = "switched-off";

    public const double MaxWeight = 10;

    /// <summary>What its learnt weight is multiplied by. 0…<see cref="MaxWeight"/>, 1 unless someone has set it.</summary>
    [Id(3)] public double Weight { get; init; } = 1;

    public bool Votes => Reason.Length == 0;

    /// <summary>What holds for an agent at a bar time; null when nothing was changed by then.</summary>
    /// <param name="switches">In the order of their times.</param>
    public static AgentSwitch? At(ReadOnlySpan<AgentSwitch> switches, string agent, DateTime barTimeUtc)
    {
        for (int i = switches.Length - 1; i >= 0; i--)
            if (switches[i].FromBarUtc <= barTimeUtc && switches[i].Agent == agent)
                return switches[i];
        return null;
    }

    /// <summary>What the learnt weight of each agent of a panel is multiplied by at a bar time; null when nobody has set any.</summary>
    public static double[]? Factors(ReadOnlySpan<AgentSwitch> switches, AgentPanel panel, DateTime barTimeUtc)
    {
        double[]? factors = null;
        foreach (AgentSwitch change in switches)
        {
            if (change.FromBarUtc > barTimeUtc || factors is null && change.Weight == 1 || panel.IndexOf(change.Agent) is not (>= 0 and int agent))
                continue;
            factors ??= [.. Enumerable.Repeat(1.0, panel.Count)];
            factors[agent] = change.Weight;                          // a later change of the agent comes later
        }
        return factors;
    }
}

/// <summary>A wish to change how an agent takes part; what is null stays as it is.</summary>
/// <param name="Votes">Whether it votes.</param>
/// <param name="Weight">What its learnt weight is multiplied by, 0…<see cref="AgentSwitch.MaxWeight"/>.</param>
/// <param name="FromBarUtc">From the bar of this time on; null for the first that no shard has come to.</param>
[GenerateSerializer, Immutable, Alias("gs.AgentChange")]
public sealed record AgentChange(
    [property: Id(0)] string Agent,
    [property: Id(1)] bool? Votes,
    [property: Id(2)] double? Weight,
    [property: Id(3)] DateTime? FromBarUtc);

/// <summary>Every change of agents that is known.</summary>
/// <param name="Changes">In the order of their times.</param>
/// <param name="LatestUtc">The latest bar time that a shard has come to; the earliest time before the first.</param>
/// <param name="NextUtc">A change can hold from this bar time on: no shard has come to it.</param>
[GenerateSerializer, Immutable, Alias("gs.AgentChanges")]
public sealed record AgentChanges([property: Id(0)] AgentSwitch[] Changes, [property: Id(1)] DateTime LatestUtc, [property: Id(2)] DateTime NextUtc)
{
    /// <summary>Whether a wish was granted; one for a bar that some shard may have decided is not.</summary>
    [Id(3)] public bool Granted { get; init; }
}
