using System.Runtime.InteropServices;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Universe;

namespace GoldenSignals.Grains;

/// <summary>The bar times of one interval: gathers what the shards report and completes a bar time when every shard is past it.</summary>
/// <remarks>What a shard reports of a bar time that is complete comes too late for the market's figures.</remarks>
internal sealed partial class MarketTimes(TimeSpan interval)
{
    private const int MaxOpen = 512;                                 // bar times kept while no watermark completes them

    private readonly SortedDictionary<DateTime, Dictionary<string, (int Shard, UniverseRow Row)>> _open = [];
    private readonly List<UniverseRow> _closing = [];               // of the bar time that is being completed
    private UniverseState _market = new();
    private Dictionary<string, double[]>[] _ofShard = [];
    private double[] _ofAll = [];
    private DateTime _completeUtc;
    private readonly List<(int Shard, string Symbol)> _present = [];     // at the last bar time that is complete
    private Dictionary<string, (int Shard, UniverseRow Row)>? _spare;    // of a bar time that is complete: large, and so used again
    private int _usual;                                              // symbols of the bar time before

    /// <summary>The latest bar time that a shard has come to.</summary>
    public DateTime LatestUtc { get; private set; }

    public void Add(int shard, in SymbolRow row)
    {
        Reached(row.BarTimeUtc);
        if (row.BarTimeUtc <= _completeUtc)
            return;
        if (!_open.TryGetValue(row.BarTimeUtc, out Dictionary<string, (int, UniverseRow)>? rows))
        {
            _open.Add(row.BarTimeUtc, rows = _spare ?? new(_usual));
            _spare = null;
        }
        rows[row.Symbol] = (shard, new(row.Symbol, row.Price, row.Change, double.IsNaN(row.AboveSma50) ? double.NaN : row.AboveSma50 > 0 ? 1 : 0, row.Momentum));
        if (_open.Count > MaxOpen)
            _open.Remove(_open.Keys.First());
    }

    /// <summary>Completes the bar times that end by a time.</summary>
    public void CompleteUpTo(DateTime timeUtc, int shards)
    {
        while (_open.Count > 0 && _open.First() is var first && first.Key + interval <= timeUtc)
        {
            _open.Remove(first.Key);
            Complete(first.Key, first.Value, shards);
        }
    }

    private void Complete(DateTime barTimeUtc, Dictionary<string, (int Shard, UniverseRow Row)> reported, int shards)
    {
        _completeUtc = barTimeUtc;
        _closing.Clear();
        _present.Clear();
        foreach ((int shard, UniverseRow row) in reported.Values)
        {
            _closing.Add(row);
            _present.Add((shard, row.Symbol));
        }
        _market.Close(barTimeUtc, CollectionsMarshal.AsSpan(_closing));
        _usual = reported.Count;
        reported.Clear();
        _spare = reported;
        Publish(shards);
    }

    /// <summary>Makes ready what the symbols of the last bar time are told.</summary>
    private void Publish(int shards)
    {
        (_ofAll, _ofShard) = ([], [.. Enumerable.Range(0, shards).Select(_ => new Dictionary<string, double[]>(_present.Count / shards))]);
        if (_present.Count < UniverseState.MinSymbols)
            return;                                                  // no market: a symbol beside a few others sees what it sees alone
        _ofAll = Columns(_market.Of(""));
        foreach ((int shard, string symbol) in _present)
            _ofShard[shard].Add(symbol, Columns(_market.Of(symbol)));
    }

    private static double[] Columns(UniverseValues values)
    {
        var columns = new double[IndicatorCatalog.Universe.Columns.Count];
        values.CopyTo(columns);
        return columns;
    }

    /// <summary>The figures of the bar time before one; empty when it is not complete.</summary>
    public (double[] Market, Dictionary<string, double[]> Symbols) Before(int shard, DateTime barTimeUtc, DateTime untilUtc)
    {
        Reached(untilUtc);
        bool behind = _open.Count > 0 && _open.Keys.First() < barTimeUtc;
        return _completeUtc >= barTimeUtc || behind || _ofAll.Length == 0 ? ([], []) : (_ofAll, _ofShard[shard]);
    }

    private void Reached(DateTime barTimeUtc) => LatestUtc = barTimeUtc > LatestUtc ? barTimeUtc : LatestUtc;
}
