using System.Runtime.InteropServices;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Storage;


namespace GoldenSignals.Domain.Market;

/// <summary>
/// Everything a symbol remembers: its window of bars, the packed state of its indicators, and what other inputs have told of it.
/// Bars come in order, each once; an input counts for the first bar after it came that ends at or after its time.
/// </summary>
public sealed class SymbolState(string symbol, TimeSpan interval, IndicatorSet indicators, int windowBars = BarWindow.DefaultCapacity)
{
    private readonly double[] _block = new double[indicators.Words];
    private readonly SideState?[] _sides = new SideState?[IndicatorCatalog.Side.Count];
    private readonly List<SymbolInput> _pending = [];                 // in the order of time
    private double[] _values = [], _valuesBefore = [];               // of the last bar and of the one before, written over in place: nothing young is kept
    private bool _gap;

    public string Symbol => symbol;
    public TimeSpan Interval => interval;
    public BarWindow Window { get; } = new(windowBars);

    /// <summary>The view at the last bar, made anew at each call; null before the first.</summary>
    public MarketView? Latest => Window.Count == 0 ? null : new(symbol, interval, Window.Last, Window.TotalSeen, [.. _values], ValuesBefore(), _gap);

    /// <summary>Keeps an input until the bar that it counts for.</summary>
    public void Add(SymbolInput input)
    {
        int place = _pending.Count;
        while (place > 0 && _pending[place - 1].TimeUtc > input.TimeUtc)
            place--;
        _pending.Insert(place, input);
    }

    /// <summary>Takes the next closed bar; answers with what is to be seen at its close.</summary>
    /// <param name="universe">The columns of <see cref="UniverseColumns"/>; empty when nothing is known of the market as a whole.</param>
    /// <param name="gap">Whether ticks of the bar may be missing.</param>
    public MarketView Add(in Bar bar, ReadOnlySpan<double> universe = default, bool gap = false)
    {
        Window.Add(bar);
        var values = new double[IndicatorCatalog.Columns.Count];
        indicators.Next(_block, bar, values.AsSpan(0, indicators.Columns), interval);
        WriteSides(bar, values.AsSpan(indicators.Columns), universe);
        (_values, _valuesBefore) = (_valuesBefore.Length == 0 ? new double[values.Length] : _valuesBefore, _values);
        values.CopyTo(_values, 0);
        _gap = gap;
        return new(symbol, interval, bar, Window.TotalSeen, values, ValuesBefore(), gap);
    }

    private double[] ValuesBefore() => [.. _valuesBefore];

    public void Save(StateWriter to)
    {
        to.Text(symbol);
        to.Span(interval);
        Window.Save(to);
        to.Doubles(_block);
        if (Window.Count > 0)
        {
            to.Sparse(_values);
            to.Sparse(_valuesBefore);
            to.Bool(_gap);
        }
        to.Int(_sides.Length);
        foreach (SideState? side in _sides)
        {
            to.Bool(side is not null);
            side?.Save(to);
        }
        InputCodec.Write(to, CollectionsMarshal.AsSpan(_pending));
    }

    /// <summary>Makes a fresh state what another of the same symbol, interval, indicators and window was: the next view is the same to the bit.</summary>
    /// <exception cref="InvalidDataException">The bytes are of another layout, and the state is of no use.</exception>
    public void Restore(StateReader from)
    {
        if (from.Text() is var other && other != symbol)
            throw from.Wrong($"the state of '{other}' where that of '{symbol}' is expected");
        from.Same(interval.Ticks, "ticks of an interval");
        Window.Restore(from);
        from.Doubles(_block);
        if (Window.Count > 0)
        {
            _values = new double[IndicatorCatalog.Columns.Count];
            from.Sparse(_values);
            _valuesBefore = Window.TotalSeen > 1 ? new double[_values.Length] : [];
            from.Sparse(_valuesBefore);
            _gap = from.Bool();
        }
        from.Same(_sides.Length, "kinds of input");
        for (int i = 0; i < _sides.Length; i++)
            if (from.Bool())
                (_sides[i] = IndicatorCatalog.Side[i].Start()).Restore(from);
        foreach (SymbolInput input in InputCodec.ReadInputs(from))
            Add(input);
    }

    private void WriteSides(in Bar bar, Span<double> values, ReadOnlySpan<double> universe)
    {
        values.Fill(double.NaN);
        DateTime close = bar.OpenTimeUtc + interval;
        TakePending(close);
        for (int i = 0; i < _sides.Length; i++)
        {
            int columns = IndicatorCatalog.Side[i].Columns.Count;
            _sides[i]?.Write(bar, close, values[..columns]);
            values = values[columns..];
        }
        universe.CopyTo(values);
    }

    private void TakePending(DateTime untilUtc)
    {
        int due = 0;
        for (; due < _pending.Count && _pending[due].TimeUtc <= untilUtc; due++)
            for (int i = 0; i < _sides.Length; i++)
                if (IndicatorCatalog.Side[i].Takes(_pending[due]))
                    (_sides[i] ??= IndicatorCatalog.Side[i].Start()).Take(_pending[due]);
        _pending.RemoveRange(0, due);
    }
}
