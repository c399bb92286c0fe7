using GoldenSignals.Domain.Indicators;

namespace GoldenSignals.Domain.Market;

/// <summary>Everything a symbol remembers: its window of bars and the packed state of its indicators. Bars come in order, each once.</summary>
public sealed class SymbolState(string symbol, TimeSpan interval, IndicatorSet indicators, int windowBars = BarWindow.DefaultCapacity)
{
    private readonly double[] _block = new double[indicators.Words];
    private double[] _values = [];

    public string Symbol => symbol;
    public TimeSpan Interval => interval;
    public BarWindow Window { get; } = new(windowBars);

    /// <summary>The view at the last bar; null before the first.</summary>
    public MarketView? Latest { get; private set; }

    /// <summary>Takes the next closed bar; answers with what is to be seen at its close.</summary>
    public MarketView Add(in Bar bar)
    {
        Window.Add(bar);
        var values = new double[indicators.Columns];
        indicators.Next(_block, bar, values);
        var view = new MarketView(symbol, interval, bar, Window.TotalSeen, values, _values);
        _values = values;
        Latest = view;
        return view;
    }
}
