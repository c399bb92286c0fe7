using System.Runtime.CompilerServices;
using GoldenSignals.Grains;

namespace GoldenSignals.ApiClient.Live;

/// <summary>Reads what the grid has decided from its log, as fast as it is taken.</summary>
internal sealed class LogReplay(Grid grid)
{
    private const int RowsOfPage = 256, Tries = 5;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    /// <summary>False once records that were asked for turned out to be no longer kept.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>Records of some shards between two places, each shard's in their order and all of them by the time of their bars.</summary>
    public async IAsyncEnumerable<LiveRecord> Read(LogPosition after, LogPosition last, IEnumerable<int> shards, [EnumeratorCancellation] CancellationToken cancel)
    {
        var next = new PriorityQueue<IAsyncEnumerator<LiveRecord>, (DateTime, int)>();
        try
        {
            foreach (int shard in shards.Where(shard => last[shard] > after[shard]))
                await Advance(Read(shard, after[shard], last[shard], cancel).GetAsyncEnumerator(cancel));
            while (next.TryDequeue(out IAsyncEnumerator<LiveRecord>? records, out _))
            {
                yield return records.Current;
                await Advance(records);
            }
        }
        finally
        {
            while (next.TryDequeue(out IAsyncEnumerator<LiveRecord>? records, out _))
                await records.DisposeAsync();
        }

        async Task Advance(IAsyncEnumerator<LiveRecord> records)
        {
            if (await records.MoveNextAsync())
                next.Enqueue(records, (records.Current.Rows[0].BarTimeUtc + records.Current.Rows[0].Interval, records.Current.Shard));
            else
                await records.DisposeAsync();
        }
    }

    /// <summary>A shard's records behind one, up to another.</summary>
    public async IAsyncEnumerable<LiveRecord> Read(int shard, long after, long last, [EnumeratorCancellation] CancellationToken cancel)
    {
        while (after < last && IsWhole)
        {
            LogPage page = await Page(shard, after, last, cancel);
            foreach (LoggedDecisions record in page.Records)
                yield return new(shard, record.Sequence, record.Bars, record.Rows);
            (after, IsWhole) = (page.ReadTo, IsWhole && page.Whole);
        }
    }

    /// <summary>A log that cannot be read now is read again, a few times.</summary>
    private async Task<LogPage> Page(int shard, long after, long last, CancellationToken cancel)
    {
        for (int tried = 1; ; tried++)
        {
            try
            {
                return await grid.History.Log(shard, after, last, RowsOfPage);
            }
#pragma warning disable CA1031                                        // whatever it is, the client is told of a gap when it lasts
            catch (Exception)
#pragma warning restore CA1031
            {
                if (tried == Tries)
                    return new([], last, Whole: false);
                await Task.Delay(s_pause, cancel);
            }
        }
    }
}
