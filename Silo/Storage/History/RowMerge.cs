namespace GoldenSignals.Silo.Storage.History;

internal static class RowMerge
{
    /// <summary>Many sorted sources as one. Of rows with the same place the first source's counts.</summary>
    public static IEnumerable<T> Merge<T>(IEnumerable<IEnumerable<T>> sources, IComparer<T> order)
    {
        var heads = new List<IEnumerator<T>>();
        try
        {
            foreach (IEnumerable<T> source in sources)
            {
                heads.Add(source.GetEnumerator());
                Advance(heads, heads.Count - 1);
            }
            while (heads.Count > 0)
            {
                int first = 0;
                for (int i = 1; i < heads.Count; i++)
                    if (order.Compare(heads[i].Current, heads[first].Current) < 0)
                        first = i;
                T row = heads[first].Current;
                yield return row;
                for (int i = heads.Count - 1; i >= first; i--)            // none before it has as low a place
                    while (i < heads.Count && order.Compare(heads[i].Current, row) == 0 && Advance(heads, i))
                    {
                    }
            }
        }
        finally
        {
            heads.ForEach(head => head.Dispose());
        }
    }

    private static bool Advance<T>(List<IEnumerator<T>> heads, int at)
    {
        if (heads[at].MoveNext())
            return true;
        heads[at].Dispose();
        heads.RemoveAt(at);
        return false;
    }
}
