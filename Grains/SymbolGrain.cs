using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Storage;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Placement;

namespace GoldenSignals.Grains;

/// <summary>Holds one symbol's state and lets closed bars into it. Lives where its shard lives, for as long as the silo.</summary>
[PreferLocalPlacement, KeepAlive]
public sealed class SymbolGrain(IOptions<GridOptions> options) : Grain, ISymbolGrain
{
    private SymbolState? _state;
    private BatchId? _answered;
    private ViewBatch? _answer;                                      // null while the state itself knows it

    public Task<ViewBatch> OnBars(ClosedBars bars)
    {
        if (bars.Batch == _answered)
            return Task.FromResult(_answer ?? new(bars.Batch, [_state!.Latest!.Value]));     // the caller's retry of what was applied

        if (bars.BarsBefore >= 0 && bars.Begins)
            _state = null;
        else if (bars.BarsBefore >= 0 && bars.BarsBefore != _state?.Window.TotalSeen)
            throw new StateLostException($"{bars.Symbol} has {_state?.Window.TotalSeen ?? 0} bars, its shard knows of {bars.BarsBefore}");
        _state ??= new(bars.Symbol, bars.Interval, IndicatorSet.Shipped, options.Value.WindowBars);
        foreach (SymbolInput input in bars.Inputs)
            _state.Add(input);
        DateTime newest = _state.Window.Count > 0 ? _state.Window.Last.OpenTimeUtc : DateTime.MinValue;
        int known = Array.FindIndex(bars.Bars, bar => bar.OpenTimeUtc > newest) is >= 0 and int first ? first : bars.Bars.Length;

        var views = new MarketView[bars.Bars.Length - known];
        for (int i = 0; i < views.Length; i++)
            views[i] = _state.Add(bars.Bars[known + i], known + i == 0 ? bars.Universe : [], bars.HasGap(known + i));
        var answer = new ViewBatch(bars.Batch, views);
        (_answered, _answer) = (bars.Batch, views.Length == 1 ? null : answer);
        return Task.FromResult(answer);
    }

    public Task<BarSeries> Bars(DateTime fromUtc, DateTime toUtc, int limit) =>
        Task.FromResult(_state is null
            ? new BarSeries(this.GetPrimaryKeyString(), options.Value.Interval, [])
            : new BarSeries(_state.Symbol, _state.Interval, _state.Window.Range(fromUtc, toUtc, limit)));

    public Task<MarketView?> Latest() => Task.FromResult(_state?.Latest);

    public Task<SavedState> Save()
    {
        if (_state is null)
            return Task.FromResult(new SavedState([]));
        var to = new StateWriter(64 * 1024);
        _state.Save(to);
        return Task.FromResult(new SavedState(to.ToArray()));
    }

    public Task Restore(TimeSpan interval, SavedState saved)
    {
        (_answered, _answer, _state) = (null, null, null);
        if (saved.Bytes.Length == 0)
            return Task.CompletedTask;
        var from = new StateReader(saved.Bytes);
        var state = new SymbolState(this.GetPrimaryKeyString(), interval, IndicatorSet.Shipped, options.Value.WindowBars);
        state.Restore(from);
        from.End();
        _state = state;
        return Task.CompletedTask;
    }
}
