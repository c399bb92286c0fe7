using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Storage;

namespace GoldenSignals.Grains;

/// <summary>Everything that a shard remembers after one record of its journal.</summary>
/// <param name="Sequence">Of that record.</param>
/// <param name="WatermarkUtc">Nothing older comes.</param>
/// <param name="Intake">Developing bars, sequences, what waits.</param>
public sealed record ShardSnapshot(long Sequence, DateTime WatermarkUtc, ReadOnlyMemory<byte> Intake, SavedSymbol[] Symbols)
{
    private const byte FormatVersion = 1;

    /// <summary>Names what the bytes of a symbol mean. Bytes of another layout are of no use: the shard is computed anew from its journal.</summary>
    public static string LayoutOf(DecisionModel model, GridOptions options)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{options.WindowBars} {IndicatorSet.Shipped.Words} {model.Consensus.Method} {model.Consensus.HorizonBars}\n");
        foreach (Column column in IndicatorCatalog.Columns)
            text.Append(column.Name).Append('\n');
        for (int agent = 0; agent < model.Panel.Count; agent++)
            text.Append(model.Panel.Descriptors[agent].Id).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }

    public byte[] ToBytes(string layout)
    {
        var to = new StateWriter(1024 + Intake.Length + Symbols.Sum(symbol => symbol.State.Length + symbol.Consensus.Length + 64));
        to.Byte(FormatVersion);
        to.Text(layout);
        to.Int(Sequence);
        to.Time(WatermarkUtc);
        to.Bytes(Intake.Span);
        to.Int(Symbols.Length);
        foreach (SavedSymbol symbol in Symbols)
        {
            to.Text(symbol.Symbol);
            to.Bytes(symbol.State.Span);
            to.Bytes(symbol.Consensus.Span);
        }
        return to.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are damaged, of another format, or of another layout.</exception>
    public static ShardSnapshot Of(ReadOnlyMemory<byte> bytes, string layout)
    {
        var from = new StateReader(bytes);
        if (from.Byte() is var version and not FormatVersion)
            throw from.Wrong($"its format version is {version}, this program's is {FormatVersion}");
        if (from.Text() is var other && other != layout)
            throw from.Wrong($"it was made with other indicators, agents or window ({other}, now {layout})");
        (long sequence, DateTime watermark, ReadOnlyMemory<byte> intake) = (from.Int(), from.Time(), from.Bytes());
        var symbols = new SavedSymbol[from.Count()];
        for (int i = 0; i < symbols.Length; i++)
            symbols[i] = new(from.Text(), from.Bytes(), from.Bytes());
        from.End();
        return new(sequence, watermark, intake, symbols);
    }
}

/// <summary>A symbol's state and consensus at rest; empty before its first bar.</summary>
public readonly record struct SavedSymbol(string Symbol, ReadOnlyMemory<byte> State, ReadOnlyMemory<byte> Consensus);
