using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Risk;

namespace GoldenSignals.Domain.Replay;

/// <summary>
/// SHA-256 over every bit of the decisions of a run: a hash for each symbol over its decisions in time order, and one over
/// those in ordinal order of the symbol. Two runs decided the same if and only if their digests are the same.
/// </summary>
/// <remarks>A decision's bytes are its fields in the order below, numbers as IEEE 754 bits, little-endian, every NaN as one and the same;
/// texts and arrays after their length, the position after whether there is one, so that no two decisions share their bytes.</remarks>
public sealed class DecisionDigest : IDisposable
{
    private readonly SortedDictionary<string, IncrementalHash> _symbols = new(StringComparer.Ordinal);
    private byte[] _buffer = new byte[4096];
    private int _length;

    /// <summary>Takes the next decision of its symbol. Symbols may interleave in any way.</summary>
    public void Add(Decision decision)
    {
        if (!_symbols.TryGetValue(decision.Symbol, out IncrementalHash? hash))
            _symbols.Add(decision.Symbol, hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256));
        _length = 0;
        Write(decision);
        hash.AppendData(_buffer, 0, _length);
    }

    /// <summary>Each symbol's digest so far, in lower-case hex.</summary>
    public SortedDictionary<string, string> Symbols()
    {
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string symbol, IncrementalHash hash) in _symbols)
            digests.Add(symbol, Convert.ToHexStringLower(hash.GetCurrentHash()));
        return digests;
    }

    /// <summary>The digest of all: SHA-256 over the lines <c>symbol SP digest LF</c> in ordinal order of the symbol.</summary>
    public static string Total(SortedDictionary<string, string> symbols)
    {
        var lines = new StringBuilder();
        foreach ((string symbol, string digest) in symbols)
            lines.Append(symbol).Append(' ').Append(digest).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines.ToString())));
    }

    public void Dispose()
    {
        foreach (IncrementalHash hash in _symbols.Values)
            hash.Dispose();
    }

    private void Write(Decision decision)
    {
        Write(decision.Symbol);
        Write(decision.Interval.Ticks);
        Write(decision.BarTimeUtc.Ticks);
        Write(decision.Price);
        Write((long)decision.Action);
        Write(decision.Score);
        Write(decision.Confidence);
        Write(decision.Scale);
        Write(decision.Votes.Length);
        foreach (Vote vote in decision.Votes)
        {
            Write(vote.Direction);
            Write(vote.Confidence);
            Write(vote.Scale);
            Write(vote.Value);
            Write(vote.Limit);
            Write(vote.Reason);
        }
        Write(decision.Weights.Length);
        foreach (double weight in decision.Weights)
            Write(weight);
        Write(decision.Position is null ? 0 : 1);
        if (decision.Position is Position position)
        {
            Write((long)position.Side);
            Write(position.Stop);
            Write(position.Target);
            Write(position.RewardRisk);
            Write(position.SizeFraction);
            Write(position.ProjectedLossFraction);
        }
        Write(decision.Reason);
        Write((long)decision.ActionBefore);
        Write(decision.BarsInActionBefore);
        Write(decision.Configuration);
        Write(decision.Indicators.Length);
        foreach (double value in decision.Indicators)
            Write(value);
        Write((long)decision.Method);
        Write(decision.EffectiveVotes);
        Write(decision.Disagreement);
        Write(decision.TechnicalRating);
    }

    private void Write(double value) => Write(double.IsNaN(value) ? 0x7FF8_0000_0000_0000 : BitConverter.DoubleToInt64Bits(value));

    private void Write(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Reserve(8), value);
    }

    private void Write(string text)
    {
        Write(text.Length);
        int bytes = Encoding.UTF8.GetBytes(text, Reserve(Encoding.UTF8.GetMaxByteCount(text.Length)));
        _length -= Encoding.UTF8.GetMaxByteCount(text.Length) - bytes;
    }

    private Span<byte> Reserve(int bytes)
    {
        if (_length + bytes > _buffer.Length)
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, _length + bytes));
        _length += bytes;
        return _buffer.AsSpan(_length - bytes, bytes);
    }
}
