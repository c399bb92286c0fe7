using GoldenSignals.Domain.Market;

namespace GoldenSignals.Grains;

/// <summary>The last inputs of a symbol by type and identity, so that one that comes again is known.</summary>
internal sealed class RecentInputs
{
    public const int Remembered = 256;

    private readonly HashSet<(Type, string)> _seen = [];
    private readonly Queue<(Type, string)> _order = [];

    /// <summary>False when it is among the last ones.</summary>
    public bool Add(SymbolInput input)
    {
        if (!_seen.Add((input.GetType(), input.Identity)))
            return false;
        _order.Enqueue((input.GetType(), input.Identity));
        if (_order.Count > Remembered)
            _seen.Remove(_order.Dequeue());
        return true;
    }
}
