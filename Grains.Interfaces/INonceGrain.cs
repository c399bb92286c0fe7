using Orleans;

namespace GoldenSignals.Grains;

/// <summary>Remembers the nonces of the requests that a key has signed, for as long as one of them could be sent again. Key: the key's id.</summary>
[Alias("gs.INonceGrain")]
public interface INonceGrain : IGrainWithStringKey
{
    /// <returns>False when the nonce was used before.</returns>
    [Alias("Use")]
    Task<bool> Use(string nonce);
}
