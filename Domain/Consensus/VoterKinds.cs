using GoldenSignals.Domain.Agents;

namespace GoldenSignals.Domain.Consensus;

/// <summary>The kinds of a panel that vote, numbered from 0: every kind but gates. Shared by all symbols.</summary>
public sealed class VoterKinds
{
    public static readonly int Max = Enum.GetValues<AgentKind>().Length - 1;

    private readonly int[] _rows;

    public VoterKinds(AgentPanel panel)
    {
        AgentKind[] kinds = [.. panel.Descriptors.Select(agent => agent.Kind).Where(kind => kind != AgentKind.Regime).Distinct().Order()];
        Count = kinds.Length;
        _rows = [.. panel.Descriptors.Select(agent => Array.IndexOf(kinds, agent.Kind))];
    }

    public int Count { get; }

    /// <summary>The number of each agent's kind; −1 for a gate.</summary>
    public ReadOnlySpan<int> OfAgents => _rows;
}
