using System.Security.Cryptography;
using System.Text;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Storage;

namespace GoldenSignals.Grains;

/// <summary>The last inputs of a symbol by type and identity, so that one that comes again is known.</summary>
/// <remarks>Kept as the first half of their SHA-256: an identity may be as long as a headline, and a backfill of thousands is sent again as a whole.</remarks>
internal sealed class RecentInputs
{
    public const int Remembered = 4096;

    private readonly HashSet<UInt128> _seen = [];
    private readonly Queue<UInt128> _order = [];

    public bool Contains(SymbolInput input) => _seen.Contains(NameOf(input));

    /// <summary>False when it is among the last ones.</summary>
    public bool Add(SymbolInput input)
    {
        UInt128 name = NameOf(input);
        if (!_seen.Add(name))
            return false;
        _order.Enqueue(name);
        if (_order.Count > Remembered)
            _seen.Remove(_order.Dequeue());
        return true;
    }

    public void Save(StateWriter to)
    {
        to.Int(_order.Count);
        foreach (UInt128 name in _order)
        {
            to.Int((long)(ulong)name);
            to.Int((long)(ulong)(name >> 64));
        }
    }

    public void Restore(StateReader from)
    {
        for (int left = from.Count(2); left > 0; left--)
        {
            UInt128 low = (ulong)from.Int(), name = low | (UInt128)(ulong)from.Int() << 64;
            if (!_seen.Add(name))
                throw from.Wrong("an input is remembered twice");
            _order.Enqueue(name);
        }
    }

    private static UInt128 NameOf(SymbolInput input)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{input.GetType().Name} {input.Identity}"), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
