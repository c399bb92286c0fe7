using System.Collections.Concurrent;

namespace GoldenSignals.ApiClient.Limits;

/// <summary>How much each has open at the same time: connections, streams.</summary>
internal sealed class Places<TKey> where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, int> _taken = new();

    /// <summary>Takes a place, whoever has how many. Each one is given back with <see cref="Leave"/>.</summary>
    /// <returns>How many they have with this one.</returns>
    public int Enter(TKey who) => _taken.AddOrUpdate(who, 1, static (_, taken) => taken + 1);

    public void Leave(TKey who)
    {
        if (_taken.AddOrUpdate(who, 0, static (_, taken) => taken - 1) == 0)
            _taken.TryRemove(new(who, 0));
    }

    public int Of(TKey who) => _taken.GetValueOrDefault(who);
}
