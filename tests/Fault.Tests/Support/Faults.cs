using GoldenSignals.Grains;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace GoldenSignals.Fault.Tests.Support;

/// <summary>Where a step fails: before it has done anything, or when it has done all of it and nobody is told.</summary>
public enum Moment
{
    Before,
    After,
}

/// <param name="Name">What is done.</param>
/// <param name="Key">By whom or for which shard.</param>
public readonly record struct Step(string Name, string Key, Moment Moment);

/// <summary>Decides at every step of a grid, on either side of it, whether it fails there.</summary>
public sealed class Faults
{
    private readonly Lock _gate = new();

    /// <summary>What to throw at a step; null to go on. One step at a time is asked for.</summary>
    public Func<Step, Exception?>? Rule { get; set; }

    /// <summary>Whether the grain that has done a step forgets everything.</summary>
    public Func<Step, bool>? Forgets { get; set; }

    public async Task Around(string name, string key, Func<Task> work)
    {
        At(new(name, key, Moment.Before));
        await work();
        At(new(name, key, Moment.After));
    }

    public void At(Step step)
    {
        lock (_gate)
            if (Rule?.Invoke(step) is { } fault)
                throw fault;
    }
}

/// <summary>Calls between grains, each a step <c>Interface.Method</c>.</summary>
public sealed class FaultyCalls(Faults faults) : IIncomingGrainCallFilter
{
    private static readonly HashSet<Type> s_seams = [typeof(ISymbolGrain), typeof(IAgentGrain), typeof(IConsensusGrain), typeof(IUniverseGrain)];

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod is not { DeclaringType: { } type } method || !s_seams.Contains(type))
        {
            await context.Invoke();
            return;
        }
        (string name, string key) = ($"{type.Name}.{method.Name}", ((Grain)context.Grain).GetGrainId().ToString());
        await faults.Around(name, key, context.Invoke);
        if (faults.Forgets?.Invoke(new(name, key, Moment.After)) == true)
            ((IGrainBase)context.Grain).DeactivateOnIdle();
    }
}

/// <summary>A journal whose calls are steps: <c>open</c>, <c>read</c>, <c>append input</c>, <c>append decisions</c>.</summary>
public sealed class FaultyJournal(IJournal journal, Faults faults) : IJournal
{
    public string Durability => journal.Durability;

    public bool Keeps => journal.Keeps;

    public async ValueTask<JournalTail> Open(int shard)
    {
        JournalTail tail = default;
        await faults.Around("open", $"{shard}", async () => tail = await journal.Open(shard));
        return tail;
    }

    public ValueTask<JournalTail> Tail(int shard) => journal.Tail(shard);

    public async ValueTask Append(int shard, long epoch, JournalRecord record) =>
        await faults.Around(record is DecidedBars ? "append decisions" : "append input", $"{shard}", async () => await journal.Append(shard, epoch, record));

    public async IAsyncEnumerable<JournalRecord> Read(int shard, long after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel = default)
    {
        faults.At(new("read", $"{shard}", Moment.Before));
        await foreach (JournalRecord record in journal.Read(shard, after, cancel))
        {
            yield return record;
            faults.At(new("read", $"{shard}", Moment.After));
        }
    }
}

/// <summary>Grain storage whose calls are steps: <c>read snapshot-0</c>, <c>write snapshots</c>…</summary>
public sealed class FaultyStorage(IGrainStorage storage, Faults faults) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        faults.Around($"read {Kind(stateName)}", grainId.ToString(), () => storage.ReadStateAsync(stateName, grainId, grainState));

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        faults.Around($"write {Kind(stateName)}", grainId.ToString(), () => storage.WriteStateAsync(stateName, grainId, grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => storage.ClearStateAsync(stateName, grainId, grainState);

    private static string Kind(string stateName) => stateName.EndsWith("-snapshots", StringComparison.Ordinal) ? "index" : "snapshot";
}

/// <summary>Keeps which records it was told of, as a history must: what it has already changes nothing, and a hole is seen.</summary>
public sealed class FaultyHistory(Faults faults, TimeProvider clock) : IHistory
{
    private readonly NoHistory _nothing = new(clock);
    private readonly Lock _gate = new();

    /// <summary>Records by shard, in the order in which they first came.</summary>
    public Dictionary<int, List<long>> Told { get; } = [];

    public async ValueTask Add(int shard, DecidedBars record) => await faults.Around("history", $"{shard}", () =>
    {
        lock (_gate)
        {
            if (!Told.TryGetValue(shard, out List<long>? told))
                Told.Add(shard, told = []);
            if (told.Count == 0 || record.Sequence > told[^1])
                told.Add(record.Sequence);
        }
        return Task.CompletedTask;
    });

    public async ValueTask<long> Position(int shard)
    {
        long position = 0;
        await faults.Around("history position", $"{shard}", () =>
        {
            lock (_gate)
                position = Told.TryGetValue(shard, out List<long>? told) ? told[^1] : 0;
            return Task.CompletedTask;
        });
        return position;
    }

    public Task<Domain.Market.SymbolBar[]> Bars(HistoryQuery query, CancellationToken cancel = default) => _nothing.Bars(query, cancel);

    public Task<DecisionRow[]> Decisions(HistoryQuery query, CancellationToken cancel = default) => _nothing.Decisions(query, cancel);

    public Task<DecisionRow[]> Signals(HistoryQuery query, CancellationToken cancel = default) => _nothing.Signals(query, cancel);

    public Task<SignalInsights> Insights(CancellationToken cancel = default) => _nothing.Insights(cancel);
}
