using Microsoft.Extensions.Logging;

namespace GoldenSignals.Grains;

/// <summary>What is changed of agents while the grid runs, and from which bar on.</summary>
public sealed partial class UniverseGrain
{
    /// <summary>Changes of one agent that are remembered: who is further behind than that many is far behind.</summary>
    private const int MostOfAgent = 1_000;

    private readonly List<AgentSwitch> _switches = [];               // in the order of their times

    private DateTime LatestUtc => _times.Values.Select(times => times.LatestUtc).DefaultIfEmpty().Max();

    /// <summary>All shards ask before they vote: none has voted on a bar of it.</summary>
    private DateTime NextUtc => _times.Select(times => times.Value.LatestUtc + times.Key).DefaultIfEmpty().Max();

    public Task<AgentChanges> Changes() => Task.FromResult(AllChanges());

    public async Task<AgentChanges> Change(AgentChange change)
    {
        DateTime from = change.FromBarUtc ?? NextUtc;
        if (from < NextUtc)
            return AllChanges();
        AgentSwitch before = AgentSwitch.At([.. _switches], change.Agent, from) ?? new(change.Agent, default, "");
        string reason = change.Votes switch { true => "", false => AgentSwitch.SwitchedOff, null => before.Reason };
        var wished = new AgentSwitch(change.Agent, from, reason) { Weight = change.Weight ?? before.Weight };
        if (wished with { FromBarUtc = before.FromBarUtc } == before && !_switches.Exists(planned => planned.Agent == change.Agent && planned.FromBarUtc > from))
            return AllChanges() with { Granted = true };             // it is so already
        AgentSwitch[] kept = [.. _switches];
        Add(wished);
        try
        {
            await MustSave();                                        // the shards' journals have it from the first bar on, and until then only this
        }
        catch (Exception error)
        {
            _switches.Clear();
            _switches.AddRange(kept);
            throw new JournalUnavailableException("the change of an agent could not be written down", error);
        }
        LogChanged(log, change.Agent, from, wished.Votes ? "votes" : reason, wished.Weight);
        return AllChanges() with { Granted = true };
    }

    public Task SwitchOff(string agent, string reason)
    {
        AgentSwitch? before = AgentSwitch.At([.. _switches], agent, NextUtc);
        if (before is { Votes: false })
            return Task.CompletedTask;
        Add(new(agent, NextUtc, reason) { Weight = before?.Weight ?? 1 });
        LogSwitchedOff(log, agent, NextUtc, reason);
        return Task.CompletedTask;
    }

    private AgentChanges AllChanges() => new([.. _switches], LatestUtc, NextUtc);

    private void Add(AgentSwitch change)
    {
        _switches.RemoveAll(planned => planned.Agent == change.Agent && planned.FromBarUtc >= change.FromBarUtc);
        Insert(change);
        if (_switches.Count(other => other.Agent == change.Agent) > MostOfAgent)
            _switches.RemoveAt(_switches.FindIndex(other => other.Agent == change.Agent));
        _reports++;
    }

    private void Insert(AgentSwitch change)
    {
        int place = _switches.FindIndex(later => later.FromBarUtc > change.FromBarUtc);
        _switches.Insert(place < 0 ? _switches.Count : place, change);
    }

    /// <summary>Takes what shards have in their journals, should it not be known.</summary>
    private void Learn(AgentSwitch[] told)
    {
        foreach (AgentSwitch change in told)
            if (!_switches.Exists(known => known.Agent == change.Agent && known.FromBarUtc == change.FromBarUtc))
                Insert(change);
    }

    /// <summary>What holds at a bar time, and what comes to hold until another.</summary>
    private AgentSwitch[] Changes(DateTime barTimeUtc, DateTime untilUtc) => _switches.Count == 0
        ? []
        : [.. _switches.Where((change, i) => change.FromBarUtc <= untilUtc
            && !_switches.Skip(i + 1).Any(later => later.Agent == change.Agent && later.FromBarUtc <= barTimeUtc))];

    [LoggerMessage(LogLevel.Information, "Agent {Agent} from the bars of {FromBarUtc:O} on: {How}, weight {Weight}")]
    private static partial void LogChanged(ILogger log, string agent, DateTime fromBarUtc, string how, double weight);

    [LoggerMessage(LogLevel.Error, "Agent {Agent} is switched off from the bars of {FromBarUtc:O} on: {Reason}")]
    private static partial void LogSwitchedOff(ILogger log, string agent, DateTime fromBarUtc, string reason);
}
