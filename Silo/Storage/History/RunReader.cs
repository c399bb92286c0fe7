using System.Buffers;
using GoldenSignals.Domain.Storage;
using Microsoft.Win32.SafeHandles;

namespace GoldenSignals.Silo.Storage.History;

/// <summary>An open run. Its file may be deleted meanwhile: what is open stays readable.</summary>
internal sealed class RunReader<T> : IDisposable
{
    private readonly string _path;
    private readonly RowFormat<T> _format;
    private readonly RunReads _reads;
    private readonly SafeFileHandle _file;

    /// <exception cref="FileNotFoundException">It is not there.</exception>
    /// <exception cref="HistoryDamagedException">It is not what was written.</exception>
    public RunReader(string folder, RunFile run, RowFormat<T> format, RunReads reads, RunFooters footers)
    {
        (_path, _format, _reads) = (Path.Combine(folder, run.Name), format, reads);
        _file = File.OpenHandle(_path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            reads.Opened();
            Footer = footers.Find(run) ?? footers.Keep(run, ReadFooter(run));
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public RunFooter Footer { get; }

    /// <summary>The slices that may have a wanted row, oldest first.</summary>
    public IEnumerable<Slice> Slices(RowRange range) =>
        range.Symbol is { } symbol && Array.BinarySearch(Footer.Symbols, symbol, StringComparer.Ordinal) < 0 ? [] : Footer.Slices.Where(slice => range.Meets(slice.FirstUtc, slice.LastUtc));

    /// <summary>The rows of slices that are wanted, in the order that is wanted. Holds those of one slice.</summary>
    /// <param name="slices">In that order too.</param>
    public IEnumerable<T> Rows(IEnumerable<Slice> slices, RowRange range, CancellationToken cancel)
    {
        var rows = new List<T>();
        foreach (Slice slice in slices)
        {
            cancel.ThrowIfCancellationRequested();
            Load(slice, range, rows);
            rows.Sort(range.NewestFirst ? _format.NewestFirst : _format.OldestFirst);
            _reads.Hold(rows.Count);
            try
            {
                foreach (T row in rows)
                    yield return row;
            }
            finally
            {
                _reads.Hold(-rows.Count);
            }
        }
    }

    /// <summary>Reads everything. Answers with the number of rows.</summary>
    /// <exception cref="HistoryDamagedException">It is not what was written.</exception>
    public long Verify(CancellationToken cancel)
    {
        long rows = 0;
        var block = new List<T>();
        foreach (Block next in Footer.Blocks)
        {
            cancel.ThrowIfCancellationRequested();
            block.Clear();
            Load(next, RowRange.Everything, block);
            rows += next.Rows;
        }
        return rows;
    }

    public void Dispose() => _file.Dispose();

    private void Load(Slice slice, RowRange range, List<T> rows)
    {
        rows.Clear();
        Span<Block> blocks = Footer.Blocks.AsSpan(slice.FirstBlock, slice.Blocks);
        for (int i = range.Symbol is { } symbol ? FirstThatMayHave(symbol, blocks) : 0; i < blocks.Length; i++)
        {
            if (range.Symbol is not null && string.CompareOrdinal(blocks[i].FirstSymbol, range.Symbol) > 0)
                break;
            if (range.Meets(blocks[i].FirstUtc, blocks[i].LastUtc))
                Load(blocks[i], range, rows);
        }
    }

    private static int FirstThatMayHave(string symbol, ReadOnlySpan<Block> blocks)
    {
        int low = 0, high = blocks.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (string.CompareOrdinal(blocks[middle].LastSymbol, symbol) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private void Load(Block block, RowRange range, List<T> rows)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(block.Length);
        try
        {
            Fill(bytes.AsSpan(0, block.Length), block.Offset);
            _reads.ReadBlock();
            if (Crc32C.Of(bytes.AsSpan(0, block.Length)) != block.Crc)
                throw Damaged(block.Offset, $"the checksum of the block of {block.Length} bytes does not fit");
            Decode(bytes.AsMemory(0, block.Length), block, range, rows);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private void Decode(ReadOnlyMemory<byte> bytes, Block block, RowRange range, List<T> rows)
    {
        var from = new StateReader(bytes);
        try
        {
            RowKey key = default;
            for (int left = block.Rows; left > 0; left--)
            {
                if (from.Bool())
                    key = key with { Symbol = from.Text(), Interval = from.Span() };
                long ticks = key.BarTimeUtc.Ticks + from.Int();
                if ((ulong)ticks > (ulong)DateTime.MaxValue.Ticks)
                    throw from.Wrong($"{ticks} is no time");
                key = key with { BarTimeUtc = new(ticks, DateTimeKind.Utc) };
                T row = _format.Read(from, key);
                if (range.Has(key))
                    rows.Add(row);
            }
            from.End();
        }
        catch (InvalidDataException wrong)
        {
            throw Damaged(block.Offset, wrong.Message);
        }
    }

    private RunFooter ReadFooter(RunFile run)
    {
        long length = RandomAccess.GetLength(_file), before = length - Seal.Length;
        if (length != run.Bytes || before < 0)
            throw Damaged(Math.Min(length, run.Bytes), $"the file has {length} bytes, but {run.Bytes} were written");
        var seal = new byte[Seal.Length];
        Fill(seal, before);
        var part = new byte[Seal.PartLength(seal, _path, before)];
        long offset = before - part.Length;
        Fill(part, offset);
        RunFooter footer;
        try
        {
            footer = RunFooter.Read(Seal.Open(part, seal, _path, offset));
        }
        catch (InvalidDataException wrong)
        {
            throw Damaged(offset, wrong.Message);
        }
        bool whole = footer.Kind == run.Kind && footer.Day == run.Day && footer.Blocks.All(block => block is { Length: > 0, Rows: > 0 })
            && footer.Blocks.Sum(block => (long)block.Length) == offset && footer.Blocks.Sum(block => (long)block.Rows) == run.Rows;
        return whole ? footer : throw Damaged(offset, "the index does not fit the file and what the manifest says of it");
    }

    private void Fill(Span<byte> bytes, long offset)
    {
        for (int done = 0; done < bytes.Length;)
        {
            int read = RandomAccess.Read(_file, bytes[done..], offset + done);
            if (read == 0)
                throw Damaged(offset + done, "the file ends too early");
            done += read;
        }
    }

    private HistoryDamagedException Damaged(long offset, string message) => new(_path, offset, message);
}
