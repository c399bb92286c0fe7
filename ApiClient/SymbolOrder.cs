using System.Buffers.Binary;
using System.Text;
using GoldenSignals.Grains;

namespace GoldenSignals.ApiClient;

/// <summary>Symbols in order of a value, then of their names. Whoever has no such value comes last, from whichever end it goes.</summary>
/// <param name="sort">symbol, price, change, score or confidence, with - in front from the highest down.</param>
internal sealed class SymbolOrder(string sort) : IComparer<SymbolPlace>
{
    private readonly bool _down = sort[0] == '-';
    private readonly string _by = sort.TrimStart('-');

    public IEnumerable<SymbolRow> Sorted(SymbolRow[] rows) =>
        sort == "symbol" ? rows : rows.Select(row => (Row: row, Place: PlaceOf(row))).OrderBy(row => row.Place, this).Select(row => row.Row);

    public SymbolPlace PlaceOf(SymbolRow row)
    {
        double value = _by switch { "price" => row.Price, "change" => row.Change, "score" => row.Score, "confidence" => row.Confidence, _ => 0 };
        return new(double.IsNaN(value) ? double.PositiveInfinity : _down ? -value : value, row.Symbol);
    }

    public int Compare(SymbolPlace x, SymbolPlace y) =>
        x.Key.CompareTo(y.Key) is not 0 and var key ? key
        : _by == "symbol" && _down ? string.CompareOrdinal(y.Symbol, x.Symbol)
        : string.CompareOrdinal(x.Symbol, y.Symbol);
}

/// <param name="Key">Rises along the order.</param>
internal readonly record struct SymbolPlace(double Key, string Symbol)
{
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[8 + Encoding.UTF8.GetByteCount(Symbol)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, Key);
        Encoding.UTF8.GetBytes(Symbol, bytes.AsSpan(8));
        return bytes;
    }

    public static SymbolPlace Of(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadDoubleLittleEndian(bytes), Encoding.UTF8.GetString(bytes[8..]));
}
