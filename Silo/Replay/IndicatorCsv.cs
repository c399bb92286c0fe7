using System.Buffers;
using System.Globalization;
using System.Text;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;

namespace GoldenSignals.Silo.Replay;

/// <summary>Writes <c>symbol,timestamp</c> and a column for each indicator, a row a bar: empty before warm-up, numbers with all their digits.</summary>
public sealed class IndicatorCsv : IDecisionWriter
{
    private readonly WholeFile _file;
    private readonly ArrayBufferWriter<byte> _buffer = new(1 << 16);

    public IndicatorCsv(string path)
    {
        _file = new(path);
        Text("symbol,timestamp");
        foreach (Column column in IndicatorCatalog.Columns)
            Text($",{column.Name}");
        Text("\n");
    }

    public void Write(Decision decision)
    {
        Text(decision.Symbol);
        Text(",");
        Text(decision.BarTimeUtc.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
        foreach (double value in decision.Indicators)
        {
            Text(",");
            if (double.IsNaN(value))
                continue;
            value.TryFormat(_buffer.GetSpan(32), out int written, "R", CultureInfo.InvariantCulture);
            _buffer.Advance(written);
        }
        Text("\n");
        if (_buffer.WrittenCount > 1 << 15)
            Flush();
    }

    public Task Complete()
    {
        Flush();
        return _file.Complete();
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private void Text(string text) => Encoding.UTF8.GetBytes(text, _buffer);

    private void Flush()
    {
        _file.Content.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }
}
