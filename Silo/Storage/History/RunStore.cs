namespace GoldenSignals.Silo.Storage.History;

/// <summary>The runs of a folder, to be read: by the grid that writes them, or beside it.</summary>
/// <param name="current">The newest manifest. Runs that go while they are read are looked for in the one that comes then.</param>
internal sealed class RunStore(string folder, Func<Manifest> current)
{
    private readonly RunFooters _footers = new();

    public string Folder => folder;

    public RunReads Reads { get; } = new();

    /// <summary>The rows of one kind that are wanted, in the order that is wanted. Day after day, so that whoever stops early opens no more.</summary>
    /// <param name="memory">More rows, in the same order.</param>
    /// <exception cref="HistoryDamagedException">A run is not what was written.</exception>
    public IEnumerable<T> Rows<T>(HistoryKind kind, RowFormat<T> format, RowRange range, T[] memory, CancellationToken cancel) =>
        RowMerge.Merge([Days(kind, format, range, cancel), memory], range.NewestFirst ? format.NewestFirst : format.OldestFirst);

    private IEnumerable<T> Days<T>(HistoryKind kind, RowFormat<T> format, RowRange range, CancellationToken cancel)
    {
        var days = new Queue<IGrouping<DateOnly, RunFile>>(Wanted(current(), kind, range));
        while (days.TryDequeue(out IGrouping<DateOnly, RunFile>? day))
        {
            var open = new List<RunReader<T>>();
            try
            {
                if (Open(day, format, open) is { } gone)
                {
                    Manifest newer = current();                              // merged or dropped since, or else lost
                    if (newer.Runs.Contains(gone))
                        throw Missing(gone);
                    days = new(Wanted(newer, kind, range).SkipWhile(other => range.NewestFirst ? other.Key > day.Key : other.Key < day.Key));
                    continue;
                }
                foreach (T row in RunMerge.Rows(open, range, range.NewestFirst ? format.NewestFirst : format.OldestFirst, cancel))
                    yield return row;
            }
            finally
            {
                open.ForEach(run => run.Dispose());
            }
        }
    }

    private static IEnumerable<IGrouping<DateOnly, RunFile>> Wanted(Manifest manifest, HistoryKind kind, RowRange range)
    {
        var days = manifest.Runs.Where(run => run.Kind == kind && range.Meets(run.FirstUtc, run.LastUtc)).GroupBy(run => run.Day);
        return range.NewestFirst ? days.OrderByDescending(day => day.Key) : days.OrderBy(day => day.Key);
    }

    /// <returns>A run that is not there.</returns>
    private RunFile? Open<T>(IEnumerable<RunFile> runs, RowFormat<T> format, List<RunReader<T>> open)
    {
        foreach (RunFile run in runs.OrderBy(run => run.Number))
            try
            {
                open.Add(new(folder, run, format, Reads, _footers));
            }
            catch (FileNotFoundException)
            {
                return run;
            }
        return null;
    }

    /// <summary>Reads every byte of every run. Damage is told, not thrown.</summary>
    public IEnumerable<(RunFile Run, HistoryDamagedException? Damage)> Verify(CancellationToken cancel)
    {
        foreach (RunFile run in current().Runs)
        {
            HistoryDamagedException? damage = null;
            try
            {
                _ = run.Kind == HistoryKind.Bars ? Verified(run, BarFormat.Instance, cancel) : Verified(run, DecisionFormat.Instance, cancel);
            }
            catch (HistoryDamagedException found)
            {
                damage = found;
            }
            catch (FileNotFoundException)
            {
                if (!current().Runs.Contains(run))
                    continue;                                                // merged or dropped since
                damage = Missing(run);
            }
            yield return (run, damage);
        }
    }

    private long Verified<T>(RunFile run, RowFormat<T> format, CancellationToken cancel)
    {
        using var reader = new RunReader<T>(folder, run, format, Reads, new());                  // the footer too is read anew
        return reader.Verify(cancel);
    }

    private HistoryDamagedException Missing(RunFile run) => new(Path.Combine(folder, run.Name), 0, "the file is missing");
}
