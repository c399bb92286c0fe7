namespace GoldenSignals.Silo.Storage.History;

/// <summary>Footers that were read before: those of the newest days are wanted with every question.</summary>
internal sealed class RunFooters
{
    private const int MostWeight = 131_072;                           // some 15 MB

    private readonly Lock _lock = new();
    private readonly Dictionary<long, RunFooter> _footers = [];
    private int _weight;

    public RunFooter? Find(RunFile run)
    {
        lock (_lock)
            return _footers.GetValueOrDefault(run.Number);
    }

    public RunFooter Keep(RunFile run, RunFooter footer)
    {
        lock (_lock)
        {
            if (_weight + footer.Weight > MostWeight)
            {
                _footers.Clear();
                _weight = 0;
            }
            if (_footers.TryAdd(run.Number, footer))
                _weight += footer.Weight;
        }
        return footer;
    }
}
