using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
/// <remarks>A decision's bytes are its fields in the order below, so that no two decisions share theirs: numbers as IEEE 754 bits,
/// little-endian; texts and arrays after their length; the position after whether there is one. What is usual takes a bit: a mask
/// says which numbers of an array are not NaN, another which of a vote's five differ from 0, 0, 1, NaN and NaN, and those follow.</remarks>
public sealed class DecisionDigest : IDisposable
{
    private readonly Dictionary<string, IncrementalHash> _symbols = [];
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
        foreach (ref readonly Vote vote in decision.Votes.AsSpan())
            Write(vote);
        Write(decision.Weights);
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
        Write(decision.Indicators);
        Write((long)decision.Method);
        Write(decision.EffectiveVotes);
        Write(decision.Disagreement);
        Write(decision.TechnicalRating);
    }

    private void Write(in Vote vote)
    {
        ref byte room = ref MemoryMarshal.GetReference(Room(1 + 5 * sizeof(double)));
        int mask = 0, used = 1;
        PutUnless(Bits(0), vote.Direction, 1, ref room, ref mask, ref used);
        PutUnless(Bits(0), vote.Confidence, 2, ref room, ref mask, ref used);
        PutUnless(Bits(1), vote.Scale, 4, ref room, ref mask, ref used);
        PutUnless(Bits(double.NaN), vote.Value, 8, ref room, ref mask, ref used);
        PutUnless(Bits(double.NaN), vote.Limit, 16, ref room, ref mask, ref used);
        room = (byte)mask;
        _length += used;
        Write(vote.Reason);
    }

    /// <summary>Written in any case, and written over by the next where it is usual: a branch could not be foreseen.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutUnless(long usual, double value, int bit, ref byte room, ref int mask, ref int used)
    {
        long bits = Bits(value);
        Put(ref room, used, bits);
        int put = bits != usual ? 1 : 0;
        mask |= bit * put;
        used += sizeof(double) * put;
    }

    private void Write(double[] values)
    {
        Write(values.Length);
        for (int start = 0; start < values.Length; start += 64)
        {
            ref byte room = ref MemoryMarshal.GetReference(Room(66 * sizeof(double)));
            ReadOnlySpan<double> some = values.AsSpan(start, Math.Min(64, values.Length - start));
            long mask = 0;
            int used = sizeof(long);
            for (int i = 0; i < some.Length; i++)
            {
                int known = double.IsNaN(some[i]) ? 0 : 1;
                Put(ref room, used, BitConverter.DoubleToInt64Bits(some[i]));
                mask |= (long)known << i;
                used += sizeof(double) * known;
            }
            Put(ref room, 0, mask);
            _length += used;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(ref byte room, int place, long bits) =>
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref room, place), BitConverter.IsLittleEndian ? bits : BinaryPrimitives.ReverseEndianness(bits));

    private void Write(double value) => Write(Bits(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Bits(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        return double.IsNaN(value) ? 0x7FF8_0000_0000_0000 : bits;
    }

    private void Write(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Room(sizeof(long)), value);
        _length += sizeof(long);
    }

    private void Write(string text)
    {
        Span<byte> room = Room(sizeof(int) + Encoding.UTF8.GetMaxByteCount(text.Length));
        BinaryPrimitives.WriteInt32LittleEndian(room, text.Length);
        _length += sizeof(int) + Encoding.UTF8.GetBytes(text, room[sizeof(int)..]);
    }

    /// <summary>What is free behind the bytes written, at least so many.</summary>
    private Span<byte> Room(int bytes)
    {
        if (_length + bytes > _buffer.Length)
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, _length + bytes));
        return _buffer.AsSpan(_length);
    }
}
