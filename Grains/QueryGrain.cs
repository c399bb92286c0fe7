using GoldenSignals.Domain.Storage;
using Orleans;
using Orleans.Runtime;

namespace GoldenSignals.Grains;

/// <summary>Keeps the standing queries; where the grid keeps anything, over its restarts too.</summary>
[KeepAlive]
public sealed class QueryGrain(ShardSnapshots snapshots, TimeProvider clock) : Grain, IQueryGrain
{
    private const byte FormatVersion = 1;

    private readonly Dictionary<string, StandingQuery> _queries = [];
    private SnapshotRing? _ring;
    private long _version;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // Above all before it: who knows a version of an activation that is gone knows nothing of this one.
        _version = clock.GetUtcNow().UtcTicks;
        if (snapshots.Interval is null)
            return;
        _ring = snapshots.Of(this.GetGrainId());
        foreach (SnapshotEntry entry in await _ring.Entries())
            if (await _ring.Read(entry) is { } bytes)
            {
                Restore(bytes);
                return;
            }
    }

    public async Task<string?> Add(StandingQuery query, QueryLimits limits)
    {
        StandingQuery[] own = [.. _queries.Values.Where(other => other.Owner == query.Owner)];
        if (own.Length >= limits.OfOwner)
            return $"a caller may have {limits.OfOwner} queries";
        if (own.Sum(other => other.Cost) + query.Cost > limits.CostOfOwner)
            return $"the queries of a caller may have {limits.CostOfOwner} comparisons together";
        if (_queries.Values.Sum(other => other.Cost) + query.Cost > limits.Cost)
            return $"all queries of the grid may have {limits.Cost} comparisons together";
        _queries.Add(query.Id, query);
        await Changed();
        return null;
    }

    public async Task<bool> Remove(string owner, string id)
    {
        if (!_queries.TryGetValue(id, out StandingQuery? query) || query.Owner != owner)
            return false;
        _queries.Remove(id);
        await Changed();
        return true;
    }

    public Task<StandingQueries?> Changes(long since) =>
        Task.FromResult(since == _version ? null : new StandingQueries(_version, [.. _queries.Values]));

    private async Task Changed()
    {
        _version++;
        if (_ring is null)
            return;
        var to = new StateWriter(1_024);
        to.Byte(FormatVersion);
        to.Int(_queries.Count);
        foreach (StandingQuery query in _queries.Values)
        {
            foreach (string text in new[] { query.Id, query.Owner, query.Name, query.Where })
                to.Text(text);
            to.Int(query.Cost);
            to.Time(query.CreatedUtc);
            to.Bool(query.Symbols is not null);
            to.Int(query.Symbols?.Length ?? 0);
            foreach (string symbol in query.Symbols ?? [])
                to.Text(symbol);
        }
        DateTime now = clock.GetUtcNow().UtcDateTime;
        await _ring.Write(_version, now, now, to.ToArray());
    }

    private void Restore(ReadOnlyMemory<byte> bytes)
    {
        var from = new StateReader(bytes);
        if (from.Byte() != FormatVersion)
            return;                                                  // of another program: callers add theirs again
        for (int left = from.Count(); left > 0; left--)
        {
            (string id, string owner, string name, string where) = (from.Text(), from.Text(), from.Text(), from.Text());
            (int cost, DateTime created, bool limited) = (from.Int32(), from.Time(), from.Bool());
            var symbols = new string[from.Count()];
            for (int i = 0; i < symbols.Length; i++)
                symbols[i] = from.Text();
            _queries.Add(id, new(id, owner, name, where, cost, created, limited ? symbols : null));
        }
        from.End();
    }
}
