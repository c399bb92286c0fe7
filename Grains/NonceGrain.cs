using Orleans;

namespace GoldenSignals.Grains;

/// <summary>All processes of the API ask the same one: what was sent to one cannot be sent again to another.</summary>
public sealed class NonceGrain(TimeProvider clock) : Grain, INonceGrain
{
    /// <summary>Signed requests are good for 6 s; the clocks of the processes may be some seconds apart.</summary>
    private static readonly TimeSpan s_remembered = TimeSpan.FromSeconds(20);

    /// <summary>Of one key within that time. Whoever signs more is refused rather than forgotten.</summary>
    private const int MaxNonces = 200_000;

    private readonly HashSet<string> _nonces = [];
    private readonly Queue<(string Nonce, long Since)> _order = [];

    public Task<bool> Use(string nonce)
    {
        while (_order.TryPeek(out var oldest) && clock.GetElapsedTime(oldest.Since) > s_remembered)
            _nonces.Remove(_order.Dequeue().Nonce);
        if (_nonces.Count >= MaxNonces || !_nonces.Add(nonce))
            return Task.FromResult(false);
        _order.Enqueue((nonce, clock.GetTimestamp()));
        return Task.FromResult(true);
    }
}
