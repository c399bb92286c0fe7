using GoldenSignals.Domain.Storage;

namespace GoldenSignals.Silo.Storage.History;

/// <summary>What a run says of itself at its end.</summary>
/// <param name="Positions">For each shard that has a row here, the journal's sequence of its last.</param>
internal sealed record RunFooter(HistoryKind Kind, DateOnly Day, string[] Symbols, SortedDictionary<int, long> Positions, Slice[] Slices, Block[] Blocks)
{
    /// <summary>What it takes in memory, in entries of some hundred bytes.</summary>
    public int Weight => 1 + Blocks.Length + Slices.Length + Symbols.Length / 2;

    public void Write(StateWriter to)
    {
        to.Byte((byte)Kind);
        to.Int(Day.DayNumber);
        to.Int(Symbols.Length);
        foreach (string symbol in Symbols)
            to.Text(symbol);
        WritePositions(to, Positions);
        to.Int(Slices.Length);
        foreach (Slice slice in Slices)
        {
            to.Time(slice.FirstUtc);
            to.Time(slice.LastUtc);
            to.Int(slice.Blocks);
        }
        foreach (Block block in Blocks)
        {
            to.Int(block.Length);
            to.Int(block.Crc);
            to.Int(block.Rows);
            to.Text(block.FirstSymbol);
            to.Text(block.LastSymbol);
            to.Time(block.FirstUtc);
            to.Time(block.LastUtc);
        }
    }

    public static RunFooter Read(StateReader from)
    {
        HistoryKind kind = ReadKind(from);
        DateOnly day = ReadDay(from);
        var symbols = new string[from.Count()];
        for (int i = 0; i < symbols.Length; i++)
            symbols[i] = from.Text();
        SortedDictionary<int, long> positions = ReadPositions(from);
        var slices = new Slice[from.Count(17)];
        int count = 0;
        for (int i = 0; i < slices.Length; i++)
        {
            slices[i] = new(from.Time(), from.Time(), count, from.Count());
            count += slices[i].Blocks;
        }
        var blocks = new Block[count];
        long offset = 0;
        for (int i = 0; i < blocks.Length; offset += blocks[i++].Length)
            blocks[i] = new(offset, from.Int32(), (uint)from.Int(), from.Int32(), from.Text(), from.Text(), from.Time(), from.Time());
        from.End();
        return new(kind, day, symbols, positions, slices, blocks);
    }

    public static void WritePositions(StateWriter to, IReadOnlyDictionary<int, long> positions)
    {
        to.Int(positions.Count);
        foreach ((int shard, long sequence) in positions)
        {
            to.Int(shard);
            to.Int(sequence);
        }
    }

    public static SortedDictionary<int, long> ReadPositions(StateReader from)
    {
        var positions = new SortedDictionary<int, long>();
        for (int left = from.Count(2); left > 0; left--)
            positions[from.Int32()] = from.Int();
        return positions;
    }

    public static HistoryKind ReadKind(StateReader from) =>
        from.Byte() is <= (byte)HistoryKind.Signals and var kind ? (HistoryKind)kind : throw from.Wrong("there is no such kind");

    public static DateOnly ReadDay(StateReader from) =>
        from.Int() is >= 0 and var day && day <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber((int)day) : throw from.Wrong("there is no such day");
}
