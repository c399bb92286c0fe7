namespace GoldenSignals.Silo.Storage.History;

/// <summary>The runs of a folder, to be added to, merged and dropped. A change is there as a whole or not at all; runs are written beside each other, manifests one after the other.</summary>
internal sealed class RunLog
{
    /// <summary>Runs of a day of one kind from which on they are merged.</summary>
    public const int MaxRunsOfDay = 8;

    private readonly Lock _changing = new();
    private readonly HistoryFolder _folder;
    private readonly RunShape? _shape;
    private volatile Manifest _current;
    private long _last;                                               // number of the newest run; none is used twice, not even after a change that failed

    /// <param name="shape">Of new runs; null: each kind's own.</param>
    /// <exception cref="HistoryDamagedException">The manifest is not what was written.</exception>
    public RunLog(HistoryFolder folder, RunShape? shape = null)
    {
        (_folder, _shape) = (folder, shape);
        folder.Make();
        _current = Manifest.Load(folder.Path);
        _last = _current.Next - 1;
        folder.DeleteLeftovers(_current);
        Store = new(folder.Path, () => _current);
    }

    public Manifest Current => _current;

    public RunStore Store { get; }

    /// <summary>Adds rows, as one run for each kind and day, and moves the positions on.</summary>
    public void Write(PendingRows pending)
    {
        var positions = new SortedDictionary<int, long>(pending.Positions);
        var added = new List<RunFile>();
        Undoing(added, () =>
        {
            Write(HistoryKind.Bars, BarFormat.Instance, pending.Bars.ByTime(), positions, added);
            Write(HistoryKind.Decisions, DecisionFormat.Instance, pending.Decisions.ByTime(), positions, added);
            Write(HistoryKind.Signals, DecisionFormat.Instance, pending.Signals.ByTime(), positions, added);
            Change(now => now with { Positions = now.Positions.SetItems(positions), Runs = now.Runs.AddRange(added) });
        });
    }

    /// <summary>Merges the runs of days that have too many.</summary>
    /// <returns>What kept a day from being merged.</returns>
    public List<HistoryDamagedException> Compact(CancellationToken cancel)
    {
        var damages = new List<HistoryDamagedException>();
        foreach (var day in _current.Runs.GroupBy(run => (run.Kind, run.Day)).Where(day => day.Count() > MaxRunsOfDay))
            try
            {
                Replace(Mergeable(day), cancel);
            }
            catch (HistoryDamagedException damage)
            {
                damages.Add(damage);
            }
        return damages;
    }

    /// <summary>Drops the runs that are past.</summary>
    /// <returns>What went; in a dry run what would.</returns>
    public Pruned[] Drop(Func<RunFile, bool> isPast, bool dryRun)
    {
        if (dryRun)
            return Dropped(_current.Runs.Where(isPast));
        RunFile[] past = [];
        Change(now =>
        {
            past = [.. now.Runs.Where(isPast)];
            return past.Length == 0 ? null : now with { Runs = now.Runs.RemoveRange(past) };
        });
        _folder.Delete(past);
        return Dropped(past);
    }

    public static Pruned[] Dropped(IEnumerable<RunFile> runs) =>
        [.. runs.OrderBy(run => run.Day).ThenBy(run => run.Number).Select(run => new Pruned(run.Name, run.Bytes, run.LastUtc))];

    /// <summary>The small ones, up to where the next is larger than all of them together: so a row is written again a few times at most.</summary>
    private static RunFile[] Mergeable(IEnumerable<RunFile> day)
    {
        RunFile[] bySize = [.. day.OrderBy(run => run.Rows).ThenByDescending(run => run.Number)];
        int count = bySize.Length - MaxRunsOfDay + 1;
        for (long rows = bySize.Take(count).Sum(run => run.Rows); count < bySize.Length && bySize[count].Rows <= rows; count++)
            rows += bySize[count].Rows;
        return bySize[..count];
    }

    private void Replace(RunFile[] some, CancellationToken cancel)
    {
        var merged = new List<RunFile>();
        bool done = false;
        Undoing(merged, () =>
        {
            if (some[0].Kind == HistoryKind.Bars)
                Merge(some, BarFormat.Instance, merged, cancel);
            else
                Merge(some, DecisionFormat.Instance, merged, cancel);
            done = Change(now => some.All(now.Runs.Contains) ? now with { Runs = now.Runs.RemoveRange(some).AddRange(merged) } : null);      // null: dropped meanwhile
        });
        _folder.Delete(done ? some : merged);
    }

    private void Merge<T>(RunFile[] some, RowFormat<T> format, List<RunFile> merged, CancellationToken cancel)
    {
        var open = new List<RunReader<T>>();
        try
        {
            foreach (RunFile run in some.OrderBy(run => run.Number))
                open.Add(new(_folder.Path, run, format, Store.Reads, new()));
            var positions = new SortedDictionary<int, long>();
            foreach ((int shard, long sequence) in open.SelectMany(run => run.Footer.Positions))
                positions[shard] = Math.Max(sequence, positions.GetValueOrDefault(shard));
            using RunWriter<T> writer = Begin(some[0].Kind, some[0].Day, format);
            foreach (T row in RunMerge.Rows(open, RowRange.Everything, format.OldestFirst, cancel))
                writer.Add(row);
            merged.Add(writer.Complete(positions));
        }
        finally
        {
            open.ForEach(run => run.Dispose());
        }
    }

    private void Write<T>(HistoryKind kind, RowFormat<T> format, T[] rows, SortedDictionary<int, long> positions, List<RunFile> added)
    {
        for (int start = 0; start < rows.Length;)
        {
            DateOnly day = format.Key(rows[start]).Day;
            using RunWriter<T> writer = Begin(kind, day, format);
            for (; start < rows.Length && format.Key(rows[start]).Day == day; start++)
                writer.Add(rows[start]);
            added.Add(writer.Complete(positions));
        }
    }

    private RunWriter<T> Begin<T>(HistoryKind kind, DateOnly day, RowFormat<T> format) =>
        new(_folder, kind, day, Interlocked.Increment(ref _last), format, _shape ?? RunShape.Of(kind));

    /// <returns>Whether there was something to change.</returns>
    private bool Change(Func<Manifest, Manifest?> change)
    {
        lock (_changing)
        {
            if (change(_current) is not { } changed)
                return false;
            changed = changed with { Next = Interlocked.Read(ref _last) + 1 };
            changed.Save(_folder);
            _current = changed;
            return true;
        }
    }

    /// <summary>Does something; when it fails, what it wrote goes, but not what the manifest on disk may name already.</summary>
    private void Undoing(List<RunFile> written, Action work)
    {
        try
        {
            work();
        }
        catch
        {
            lock (_changing)
                try
                {
                    _folder.Delete(written.Except(Manifest.Load(_folder.Path).Runs));
                }
                catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
                {
                }                                                            // at the next start, then
            throw;
        }
    }
}
