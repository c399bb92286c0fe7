using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using GoldenSignals.Silo.Storage.Keys;

namespace GoldenSignals.ApiClient.Security;

/// <summary>The keys that are good now, at hand for every request. What others change in the store it knows within a second.</summary>
internal sealed partial class KeyRing(IKeyStore store, TimeProvider clock, ILogger<KeyRing> log) : BackgroundService
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(400), s_tellUse = TimeSpan.FromMinutes(1);

    /// <summary>No key has it: an id that nobody has is compared, too.</summary>
    private static readonly byte[] s_nobody = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);

    private readonly SemaphoreSlim _reading = new(1);
    private FrozenDictionary<string, HeldKey> _keys = FrozenDictionary<string, HeldKey>.Empty;
    private string? _tag;
    private bool _failing;

    public IKeyStore Store => store;

    /// <summary>Whether anyone could show a key.</summary>
    public bool HasKeys => _keys.Values.Any(key => key.Stored.IsGood(Now));

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>The caller who shows a key; null for one that is none, or is good no more, or only signs.</summary>
    public Caller? Find(string text)
    {
        HeldKey? key = KeyText.Is(text) ? ById(text.AsSpan(0, KeyText.IdLength)) : null;
        Span<byte> letters = stackalloc byte[KeyText.Length], hash = stackalloc byte[SHA256.HashSizeInBytes];
        Encoding.ASCII.TryGetBytes(text, letters, out int length);
        SHA256.HashData(letters[..length], hash);
        return CryptographicOperations.FixedTimeEquals(hash, key?.Hash ?? s_nobody) && key is { Stored.Signed: false } ? Used(key) : null;
    }

    /// <summary>The key that signs under an id, and what its signatures are made with. For an id that nobody has, something that nobody knows.</summary>
    public (HeldKey? Key, byte[] Secret) Signing(string id) =>
        ById(id) is { Stored.Signed: true } key ? (key, key.Hash) : (null, s_nobody);

    /// <summary>Notes that a good key was used.</summary>
    /// <returns>Null when it is good no more.</returns>
    public Caller? Used(HeldKey key)
    {
        DateTime now = Now;
        if (!key.Stored.IsGood(now))
            return null;
        if (now - key.LastUsedUtc > s_tellUse)
            key.LastUsedUtc = now;
        return key.Caller;
    }

    /// <summary>Reads what has changed.</summary>
    public async Task Refresh(CancellationToken cancel = default)
    {
        await _reading.WaitAsync(cancel);
        try
        {
            if (await store.Read(_tag, cancel) is { } list)
            {
                FrozenDictionary<string, HeldKey> before = _keys;
                _keys = list.Keys.ToFrozenDictionary(key => key.Id, key => before.TryGetValue(key.Id, out HeldKey? held) ? held.With(key) : new HeldKey(key));
                _tag = list.Tag;
                foreach (HeldKey gone in before.Values.Where(key => !_keys.ContainsKey(key.Stored.Id)))
                    gone.End();
            }
            foreach (HeldKey key in _keys.Values)
                if (!key.Stored.IsGood(Now))
                    key.End();
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Makes a key that every process of the API takes within a second, this one at once.</summary>
    public async Task<(StoredKey Kept, string Text)> Make(KeyOrder order, CancellationToken cancel = default)
    {
        (StoredKey kept, string text) = order.Make(Now);
        await store.Add(kept, cancel);
        await Refresh(cancel);
        return (kept, text);
    }

    /// <returns>Null when there is no such key.</returns>
    public async Task<StoredKey?> Revoke(string id, CancellationToken cancel = default)
    {
        StoredKey? revoked = await store.Revoke(id, Now, cancel);
        await Refresh(cancel);
        return revoked;
    }

    public async Task<IReadOnlyList<StoredKey>> All(CancellationToken cancel = default)
    {
        await TellUse(cancel);
        return (await store.Read(since: null, cancel))!.Keys;
    }

    /// <summary>The keys are there before the first request is.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Refresh(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(s_poll, clock);
            for (DateTime told = Now; await timer.WaitForNextTickAsync(stoppingToken);)
            {
                await Attempt(() => Refresh(stoppingToken));
                if (Now - told < s_tellUse)
                    continue;
                told = Now;
                await Attempt(() => TellUse(stoppingToken));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Attempt(() => TellUse(CancellationToken.None));
        }
    }

    /// <summary>While the store does not answer, what was known holds: a grid that locks everyone out when its database is away helps nobody.</summary>
    private async Task Attempt(Func<Task> work)
    {
        try
        {
            await work();
            _failing = false;
        }
        catch (OperationCanceledException)
        {
            throw;
        }
#pragma warning disable CA1031                                        // whatever it is, the next attempt comes at once
        catch (Exception fault)
#pragma warning restore CA1031
        {
            if (!_failing)
                LogFault(log, store.Place, fault.Message);
            _failing = true;
        }
    }

    private async Task TellUse(CancellationToken cancel)
    {
        Dictionary<string, DateTime> used = _keys.Values.Where(key => key.LastUsedUtc > (key.Stored.LastUsed ?? DateTime.MinValue))
            .ToDictionary(key => key.Stored.Id, key => key.LastUsedUtc);
        if (used.Count > 0)
            await store.Used(used, cancel);
        foreach (HeldKey key in _keys.Values)
            if (used.TryGetValue(key.Stored.Id, out DateTime last))
                key.Stored = key.Stored with { LastUsed = last };
    }

    private HeldKey? ById(ReadOnlySpan<char> id) => _keys.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out HeldKey? key) ? key : null;

    public override void Dispose()
    {
        _reading.Dispose();
        base.Dispose();
    }

    [LoggerMessage(LogLevel.Error, "The keys in {Place} cannot be read now; those that were known hold: {Reason}")]
    private static partial void LogFault(ILogger log, string place, string reason);
}
