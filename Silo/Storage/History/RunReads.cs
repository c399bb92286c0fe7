namespace GoldenSignals.Silo.Storage.History;

/// <summary>What reading has taken so far.</summary>
internal sealed class RunReads
{
    private long _files, _blocks, _rowsHeld, _mostRowsHeld;

    public long Files => Interlocked.Read(ref _files);
    public long Blocks => Interlocked.Read(ref _blocks);
    public long RowsHeld => Interlocked.Read(ref _rowsHeld);
    public long MostRowsHeld => Interlocked.Read(ref _mostRowsHeld);

    public void Opened() => Interlocked.Increment(ref _files);

    public void ReadBlock() => Interlocked.Increment(ref _blocks);

    public void Hold(int rows)
    {
        long held = Interlocked.Add(ref _rowsHeld, rows);
        for (long most = MostRowsHeld; held > most; most = MostRowsHeld)
            Interlocked.CompareExchange(ref _mostRowsHeld, held, most);
    }
}
