namespace GoldenSignals.Silo.Storage.History;

internal static class RunMerge
{
    /// <summary>The rows of many runs that are wanted, in the order that is wanted. Of rows with the same place the first run's counts.</summary>
    /// <remarks>
    /// Runs that were written one after the other hardly overlap in time, so they are mostly read one after the other: those slices are
    /// merged that overlap, and the next ones are not touched before. Holds one slice of each run at most.
    /// </remarks>
    public static IEnumerable<T> Rows<T>(IReadOnlyList<RunReader<T>> runs, RowRange range, IComparer<T> order, CancellationToken cancel)
    {
        (int Run, Slice Slice)[] slices = [.. runs.SelectMany((run, i) => run.Slices(range).Select(slice => (i, slice)))];
        Array.Sort(slices, (one, other) => range.NewestFirst ? other.Slice.LastUtc.CompareTo(one.Slice.LastUtc) : one.Slice.FirstUtc.CompareTo(other.Slice.FirstUtc));
        for (int start = 0, end = 0; start < slices.Length; start = end)
        {
            for (DateTime reach = Far(slices[end++].Slice); end < slices.Length && IsWithin(slices[end].Slice, reach); end++)
                reach = Further(reach, Far(slices[end].Slice));
            var together = slices[start..end].GroupBy(slice => slice.Run, slice => slice.Slice).OrderBy(run => run.Key);
            foreach (T row in RowMerge.Merge(together.Select(run => runs[run.Key].Rows(run, range, cancel)), order))
                yield return row;
        }

        DateTime Far(Slice slice) => range.NewestFirst ? slice.FirstUtc : slice.LastUtc;
        bool IsWithin(Slice slice, DateTime reach) => range.NewestFirst ? slice.LastUtc >= reach : slice.FirstUtc <= reach;
        DateTime Further(DateTime one, DateTime other) => range.NewestFirst == one < other ? one : other;
    }
}
