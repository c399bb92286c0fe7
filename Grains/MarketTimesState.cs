using GoldenSignals.Domain.Storage;
using GoldenSignals.Domain.Universe;

namespace GoldenSignals.Grains;

/// <summary>Bar times at rest.</summary>
internal sealed partial class MarketTimes
{
    public void Save(StateWriter to)
    {
        to.Time(_completeUtc);
        to.Time(LatestUtc);
        to.Int(_usual);
        _market.Snapshot().Write(to);
        to.Int(_present.Count);
        foreach ((int shard, string symbol) in _present)
        {
            to.Int(shard);
            to.Text(symbol);
        }
        to.Int(_open.Count);
        foreach ((DateTime time, Dictionary<string, (int Shard, UniverseRow Row)> rows) in _open)
        {
            to.Time(time);
            to.Int(rows.Count);
            foreach ((int shard, UniverseRow row) in rows.Values)
            {
                to.Int(shard);
                to.Text(row.Symbol);
                to.Double(row.Close);
                to.Double(row.Change);
                to.Double(row.AboveSma50);
                to.Double(row.Momentum);
            }
        }
    }

    public static MarketTimes Restore(StateReader from, TimeSpan interval, int shards)
    {
        var times = new MarketTimes(interval) { _completeUtc = from.Time(), LatestUtc = from.Time(), _usual = from.Int32(), _market = new(UniverseSnapshot.Read(from)) };
        for (int left = from.Count(2); left > 0; left--)
            times._present.Add((ShardOf(from, shards), from.Text()));
        times.Publish(shards);
        for (int left = from.Count(); left > 0; left--)
        {
            var rows = new Dictionary<string, (int, UniverseRow)>();
            times._open.Add(from.Time(), rows);
            for (int symbols = from.Count(); symbols > 0; symbols--)
            {
                (int shard, string symbol) = (ShardOf(from, shards), from.Text());
                rows[symbol] = (shard, new(symbol, from.Double(), from.Double(), from.Double(), from.Double()));
            }
        }
        return times;
    }

    private static int ShardOf(StateReader from, int shards) => from.Int32() is var shard && (uint)shard < (uint)shards ? shard : throw from.Wrong($"there is no shard {shard}");
}
