using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents;

/// <summary>The agents that a grid runs, made once from their options. Position in the panel is the agent's index everywhere.</summary>
public sealed class AgentPanel
{
    private readonly IAgent[] _agents;
    private readonly int[][] _ofKind = new int[Enum.GetValues<AgentKind>().Length][];

    /// <param name="options">Options by agent id; an agent without an entry runs on its defaults.</param>
    public AgentPanel(IReadOnlyDictionary<string, object>? options = null)
    {
        Descriptors = AgentCatalog.All;
        _agents = [.. Descriptors.Select(agent => agent.Create(options?.GetValueOrDefault(agent.Id) ?? agent.DefaultOptions()))];
        foreach (AgentKind kind in Enum.GetValues<AgentKind>())
            _ofKind[(int)kind] = [.. Enumerable.Range(0, _agents.Length).Where(i => Descriptors[i].Kind == kind)];
    }

    public IReadOnlyList<AgentDescriptor> Descriptors { get; }
    public int Count => _agents.Length;

    /// <summary>Indices of the agents of a kind, rising.</summary>
    public ReadOnlySpan<int> OfKind(AgentKind kind) => _ofKind[(int)kind];

    public Vote Evaluate(int agent, in MarketView view) => _agents[agent].Evaluate(view);
}
