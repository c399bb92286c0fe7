using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Agents;

/// <summary>The agents that a grid runs, made once from their options. Position in the panel is the agent's index everywhere.</summary>
/// <remarks>Thread-safe: agents are pure, and the counts of faults are the only thing that changes.</remarks>
public sealed class AgentPanel
{
    /// <summary>The reason of the abstention that stands in for a vote that failed.</summary>
    public const string FaultReason = "agent-fault";

    private delegate Vote Evaluation(in MarketView view);

    private readonly Member[] _members;
    private readonly Evaluation[] _evaluations;                 // a call through an interface of fifty classes looks its target up each time
    private readonly long[] _faults;
    private readonly int[][] _ofKind = new int[Enum.GetValues<AgentKind>().Length][];

    /// <summary>Every agent of the catalogue.</summary>
    /// <param name="options">Options by agent id; an agent without an entry runs on its defaults.</param>
    /// <exception cref="ValidationException">An option is out of its range, or an entry names no agent.</exception>
    public AgentPanel(IReadOnlyDictionary<string, object>? options = null)
        : this(AgentCatalog.All.Select(agent => Member.Of(agent, options?.GetValueOrDefault(agent.Id) ?? agent.DefaultOptions())))
    {
        if (options?.Keys.FirstOrDefault(id => !AgentCatalog.Ids.Contains(id)) is string unknown)
            throw Unknown(unknown);
    }

    /// <summary>These agents only, whatever order they come in.</summary>
    public AgentPanel(IEnumerable<Member> members)
    {
        _members = [.. members.OrderBy(member => member.Descriptor.Id, StringComparer.Ordinal)];
        _evaluations = [.. _members.Select(member => (Evaluation)member.Agent.Evaluate)];
        _faults = new long[_members.Length];
        Descriptors = [.. _members.Select(member => member.Descriptor)];
        foreach (AgentKind kind in Enum.GetValues<AgentKind>())
            _ofKind[(int)kind] = [.. Enumerable.Range(0, _members.Length).Where(i => Descriptors[i].Kind == kind)];
    }

    /// <summary>The same agents, some with other options; their faults are counted anew.</summary>
    /// <param name="options">By agent id.</param>
    /// <exception cref="ValidationException">An option is out of its range, or an entry names no agent of the panel.</exception>
    public AgentPanel With(IReadOnlyDictionary<string, object> options)
    {
        foreach (string id in options.Keys)
            if (IndexOf(id) < 0)
                throw Unknown(id);
        return new(_members.Select(member => options.TryGetValue(member.Descriptor.Id, out object? other) ? Member.Of(member.Descriptor, other) : member));
    }

    private static ValidationException Unknown(string id) => new($"Agents:{id} is no agent; there are {string.Join(", ", AgentCatalog.Ids)}");

    /// <summary>The agent's place in the panel; −1 when it is not of it.</summary>
    public int IndexOf(string id)
    {
        for (int i = 0; i < _members.Length; i++)
            if (Descriptors[i].Id == id)
                return i;
        return -1;
    }

    /// <summary>One agent with what is known of it.</summary>
    /// <param name="Options">What the agent was made from; part of the name of the configuration.</param>
    public sealed record Member(AgentDescriptor Descriptor, IAgent Agent, object Options)
    {
        public static Member Of(AgentDescriptor descriptor, object options) => new(descriptor, descriptor.Create(options), options);
    }

    /// <summary>In ordinal order of the id: the order in which votes are reduced.</summary>
    public IReadOnlyList<AgentDescriptor> Descriptors { get; }
    public int Count => _members.Length;

    /// <summary>How often each agent has failed since the panel was made.</summary>
    public ReadOnlySpan<long> Faults => _faults;

    public object OptionsOf(int agent) => _members[agent].Options;

    /// <summary>Indices of the agents of a kind, rising.</summary>
    public ReadOnlySpan<int> OfKind(AgentKind kind) => _ofKind[(int)kind];

    /// <summary>An agent's vote. One that throws or votes out of range abstains from this evaluation, so that it stops nobody else.</summary>
    public Vote Evaluate(int agent, in MarketView view)
    {
        Vote vote = default;
        Evaluate(agent, new ReadOnlySpan<MarketView>(in view), new Span<Vote>(ref vote));
        return vote;
    }

    /// <summary>An agent's vote on each view; the votes lie <paramref name="stride"/> apart.</summary>
    /// <returns>How often it failed.</returns>
    public int Evaluate(int agent, ReadOnlySpan<MarketView> views, Span<Vote> votes, int stride = 1)
    {
        int faults = 0;
        Evaluation evaluation = _evaluations[agent];
        AgentDescriptor descriptor = _members[agent].Descriptor;
        for (int view = 0; view < views.Length; view++)
        {
            try
            {
                for (; view < views.Length; view++)
                {
                    ref Vote vote = ref votes[view * stride];
                    vote = evaluation(views[view]);
                    if (!IsSound(vote, descriptor))
                        vote = Fault(agent, ref faults);
                }
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                votes[view * stride] = Fault(agent, ref faults);    // its defect, of whatever type, and not the grid's; on with the next view
            }
        }
        return faults;
    }

    private Vote Fault(int agent, ref int faults)
    {
        faults++;
        Interlocked.Increment(ref _faults[agent]);
        return Vote.Abstain(FaultReason);
    }

    /// <summary>Whether every number is in its range, which NaN is not, and it scales or votes as its agent may, never both.</summary>
    private static bool IsSound(in Vote vote, AgentDescriptor agent) =>
        vote is { Direction: >= -1 and <= 1, Confidence: >= 0 and <= 1, Scale: >= 0 and <= 1, Reason: not null }
        && (vote.Scale == 1 || agent.Scales && vote.Abstains)
        && (agent.Kind != AgentKind.Regime || vote.Abstains);
}
