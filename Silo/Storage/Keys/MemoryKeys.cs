using System.Collections.Immutable;
using System.Globalization;

namespace GoldenSignals.Silo.Storage.Keys;

/// <summary>Keys of a process that keeps nothing: they end with it.</summary>
public sealed class MemoryKeys : IKeyStore
{
    private readonly Lock _lock = new();
    private ImmutableDictionary<string, StoredKey> _keys = ImmutableDictionary<string, StoredKey>.Empty;
    private int _changes;

    public string Place => "memory";

    public Task<KeyList?> Read(string? since, CancellationToken cancel = default)
    {
        lock (_lock)
        {
            string tag = _changes.ToString(CultureInfo.InvariantCulture);
            return Task.FromResult(tag == since ? null : new KeyList(tag, [.. _keys.Values.OrderBy(key => key.Created)]));
        }
    }

    public Task Add(StoredKey key, CancellationToken cancel = default)
    {
        lock (_lock)
            (_keys, _changes) = (_keys.Add(key.Id, key), _changes + 1);
        return Task.CompletedTask;
    }

    public Task<StoredKey?> Revoke(string id, DateTime utc, CancellationToken cancel = default)
    {
        lock (_lock)
        {
            if (!_keys.TryGetValue(id, out StoredKey? key))
                return Task.FromResult<StoredKey?>(null);
            key = key with { Revoked = key.Revoked ?? utc };
            (_keys, _changes) = (_keys.SetItem(id, key), _changes + 1);
            return Task.FromResult<StoredKey?>(key);
        }
    }

    public Task Used(IReadOnlyDictionary<string, DateTime> lastUtc, CancellationToken cancel = default)
    {
        lock (_lock)
        {
            foreach ((string id, DateTime last) in lastUtc)
                if (_keys.TryGetValue(id, out StoredKey? key))
                    _keys = _keys.SetItem(id, key with { LastUsed = last });
            _changes++;
        }
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => default;
}
