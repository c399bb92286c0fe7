using Orleans;

namespace GoldenSignals.Grains;

/// <summary>Remembers the answers of requests that were sent with a key: one that is sent again is answered, not done again. Key: a part of the keys.</summary>
[Alias("gs.IIdempotencyGrain")]
public interface IIdempotencyGrain : IGrainWithIntegerKey
{
    /// <summary>Whether the request is to be done. Who is told so says how it ended.</summary>
    [Alias("Begin")]
    Task<OnceState> Begin(OnceRequest request);

    /// <summary>The request was done.</summary>
    [Alias("Done")]
    Task Done(OnceAnswer answer);

    /// <summary>The request was not done, or not all of it: when it is sent again, it is.</summary>
    [Alias("Forget")]
    Task Forget(string key);
}

/// <param name="Key">Whose request it is, and the key that it was sent with.</param>
/// <param name="Digest">Of all that makes it this request.</param>
[GenerateSerializer, Immutable, Alias("gs.OnceRequest")]
public sealed record OnceRequest([property: Id(0)] string Key, [property: Id(1)] string Digest);

/// <param name="Answer">Of a request that is done.</param>
[GenerateSerializer, Immutable, Alias("gs.OnceState")]
public sealed record OnceState([property: Id(0)] OnceStage Stage, [property: Id(1)] byte[]? Answer = null);

[GenerateSerializer, Immutable, Alias("gs.OnceAnswer")]
public sealed record OnceAnswer([property: Id(0)] string Key, [property: Id(1)] byte[] Answer);

public enum OnceStage : byte
{
    /// <summary>Nobody has sent it yet: it is to be done.</summary>
    New,

    /// <summary>Someone is at it.</summary>
    Running,

    /// <summary>The key was another request's.</summary>
    Another,

    /// <summary>It was done, and this is the answer.</summary>
    Done,
}
