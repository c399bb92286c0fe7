using System.Security.Cryptography;
using System.Text;
using GoldenSignals.Domain.Market;

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

    private static UInt128 NameOf(SymbolInput input)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{input.GetType().Name} {input.Identity}"), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
