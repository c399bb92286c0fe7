namespace GoldenSignals.Silo.Storage.Keys;

/// <summary>Where the keys of the API are kept, so that commands and every process of the API see the same.</summary>
public interface IKeyStore : IAsyncDisposable
{
    /// <summary>For people: a path, or which database.</summary>
    string Place { get; }

    /// <summary>All keys; null when they are what they were at a tag.</summary>
    /// <param name="since">The tag of what is known already.</param>
    /// <exception cref="IOException">What is kept cannot be read.</exception>
    Task<KeyList?> Read(string? since, CancellationToken cancel = default);

    Task Add(StoredKey key, CancellationToken cancel = default);

    /// <summary>Ends a key for good. One that was revoked before keeps its time.</summary>
    /// <returns>Null when there is no such key.</returns>
    Task<StoredKey?> Revoke(string id, DateTime utc, CancellationToken cancel = default);

    /// <summary>Notes when keys were used last.</summary>
    Task Used(IReadOnlyDictionary<string, DateTime> lastUtc, CancellationToken cancel = default);
}

/// <param name="Tag">Changes with the keys.</param>
public sealed record KeyList(string Tag, IReadOnlyList<StoredKey> Keys);

/// <summary>What is kept of a key: enough to check one that is shown, too little to make it.</summary>
/// <remarks>The hash of a key that signs is what its signatures are made with: it is to be kept as well as the key.</remarks>
public sealed record StoredKey
{
    /// <summary>Its public part.</summary>
    public required string Id { get; init; }

    /// <summary>What it is for, in its owner's words.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the key, in hexadecimal digits.</summary>
    public required string Hash { get; init; }

    /// <summary>What it allows.</summary>
    public required string[] Scopes { get; init; }

    /// <summary>The only symbols that it allows; null for all.</summary>
    public string[]? Symbols { get; init; }

    /// <summary>Whether it is never sent, but signs each request.</summary>
    public bool Signed { get; init; }

    public required DateTime Created { get; init; }

    public DateTime? Expires { get; init; }

    public DateTime? Revoked { get; init; }

    /// <summary>To the minute or so.</summary>
    public DateTime? LastUsed { get; init; }

    public bool IsGood(DateTime utc) => Revoked is null && !(Expires <= utc);
}
