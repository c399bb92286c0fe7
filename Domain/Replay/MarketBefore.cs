using System.Runtime.InteropServices;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Universe;

namespace GoldenSignals.Domain.Replay;

/// <summary>The market of one interval as its symbols see it: as it was at the bar time before their own, when all its bars had closed.</summary>
internal sealed class MarketBefore
{
    private static readonly Column s_sma50 = Column.Named("sma_50"), s_momentum = Column.Named("roc_252_21");

    private readonly UniverseState _market = new();
    private readonly List<UniverseRow> _rows = [];                  // of the bar time that is still open
    private readonly double[] _columns = new double[IndicatorCatalog.Universe.Columns.Count];
    private DateTime _openUtc;
    private bool _known;

    /// <summary>The figures that a symbol's bar sees; empty where there was no market. Good until the next call.</summary>
    public ReadOnlySpan<double> Of(string symbol, DateTime barTimeUtc)
    {
        if (barTimeUtc > _openUtc)
            Complete(barTimeUtc);
        if (!_known)
            return [];
        _market.Of(symbol).CopyTo(_columns);
        return _columns;
    }

    public void Add(in MarketView view, double lastClose)
    {
        double close = view.Bar.Close, sma = view[s_sma50];
        _rows.Add(new(view.Symbol, close, close / lastClose - 1, double.IsNaN(sma) ? double.NaN : close / sma - 1 > 0 ? 1 : 0, view[s_momentum] / 100));
    }

    private void Complete(DateTime nextUtc)
    {
        if (_rows.Count > 0)
            _market.Close(_openUtc, CollectionsMarshal.AsSpan(_rows));
        _known = _rows.Count >= UniverseState.MinSymbols;            // else a symbol beside a few others sees what it sees alone
        _rows.Clear();
        _openUtc = nextUtc;
    }
}
