using System.Collections.Frozen;
using GoldenSignals.Silo.Storage.Keys;

namespace GoldenSignals.ApiClient.Security;

/// <summary>A key in use.</summary>
internal sealed class HeldKey
{
    private readonly CancellationTokenSource _ended;
    private long _lastUsed;

    public HeldKey(StoredKey stored, CancellationTokenSource? ended = null)
    {
        (Stored, Hash, _ended) = (stored, Convert.FromHexString(stored.Hash), ended ?? new());
        _lastUsed = (stored.LastUsed ?? DateTime.MinValue).Ticks;
        Caller = new(stored.Id, ScopeWords.Of(stored.Scopes), stored.Symbols?.ToFrozenSet(StringComparer.Ordinal)) { Ended = _ended.Token };
    }

    public StoredKey Stored { get; set; }

    public byte[] Hash { get; }

    public Caller Caller { get; }

    public DateTime LastUsedUtc
    {
        get => new(Volatile.Read(ref _lastUsed), DateTimeKind.Utc);
        set => Volatile.Write(ref _lastUsed, value.Ticks);
    }

    /// <summary>The same key as it is in the store now; whoever has it open keeps it open.</summary>
    public HeldKey With(StoredKey stored)
    {
        var key = new HeldKey(stored, _ended);
        if (LastUsedUtc > key.LastUsedUtc)
            key.LastUsedUtc = LastUsedUtc;
        return key;
    }

    public void End()
    {
        if (!_ended.IsCancellationRequested)
            _ended.Cancel();
    }
}
