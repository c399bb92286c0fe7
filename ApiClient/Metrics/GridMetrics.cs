using System.Diagnostics.Metrics;
using GoldenSignals.ApiClient.Endpoints;
using GoldenSignals.ApiClient.Live;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Telemetry;

namespace GoldenSignals.ApiClient.Metrics;

/// <summary>The grid's counters as metrics. They are the grid's, not the process's: every process of the API tells the same.</summary>
internal sealed class GridMetrics : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1), s_fresh = TimeSpan.FromSeconds(5);

    private readonly Grid _grid;
    private readonly TimeProvider _clock;
    private readonly Meter _meter;
    private readonly Counter<long> _refused;
    private GridStatus? _status;
    private DateTimeOffset _asked;

    public GridMetrics(IMeterFactory meters, Grid grid, DecisionModel model, StreamHub hub, CanaryProbe canary, TimeProvider clock)
    {
        (_grid, _clock, _meter) = (grid, clock, meters.Create(TelemetryHosting.ApiMeter));
        Gauge("up", "", "Whether the grid answered when this was collected.", () => [new(_status is null ? 0 : 1)]);
        Gauge("ready", "", "Whether a canary tick has come out as a decision, and the event stream is connected.", () => [new(canary.IsReady && hub.IsConnected ? 1 : 0)]);
        Gauge("build.info", "", "1; what runs, as labels.", () => [new(1, Tag("version", StatusEndpoints.Version), Tag("runtime", GridRuntime.Description), Tag("configuration", model.Version))]);
        Gauge("symbols", "", "Symbols that the grid knows.", () => Of(status => status.Symbols));
        Gauge("shards", "", "Shards of the grid.", () => Of(status => status.Shards));
        Gauge("agents", "", "Agents that vote.", () => [new(model.Panel.Count)]);
        Gauge("streams", "", "Subscribers of this process's event streams.", () => [new(hub.Clients.Count)]);
        Gauge("thread_pool.threads", "", "Threads of this process's pool.", () => [new(ThreadPool.ThreadCount)]);
        Gauge("thread_pool.queued", "", "Work that waits for a thread of the pool.", () => [new(ThreadPool.PendingWorkItemCount)]);
        Gauge("lag", "s", "Wall clock at the last decision minus the end of its bar, the largest of all shards.", () => Of(status => status.Totals.Lag.TotalSeconds));
        Gauge("watermark.timestamp", "s", "Event time up to which all is decided, since 1970; absent where no feed has told.", () =>
            _status is { Totals.WatermarkUtc: var watermark } && watermark > DateTime.MinValue ? [new((watermark - DateTime.UnixEpoch).TotalSeconds)] : []);

        Counter("received", "Ticks, bars and other inputs that came in: processed, duplicates, quarantined and shed add up to them.", () => Of(status => status.Totals.Received));
        Counter("processed", "What was accepted.", () => _status is not { Totals: var totals } ? [] :
            [new(totals.Ticks, Tag("kind", "tick")), new(totals.InputBars, Tag("kind", "bar")), new(totals.Inputs, Tag("kind", "input"))]);
        Counter("duplicates", "What had been there before.", () => Of(status => status.Totals.Duplicates));
        Counter("shed", "Dropped unseen because too much came at once.", () => Of(status => status.Totals.Shed));
        Counter("quarantined", "What was refused.", () => _status?.Totals.Quarantined.Select(reason => new Measurement<double>(reason.Count, Tag("reason", reason.Reason))) ?? []);
        Counter("decisions", "Bars closed and decided.", () => _status?.Totals.Decisions.Select((count, action) =>
            new Measurement<double>(count, Tag("action", ((SignalAction)action).ToString().ToUpperInvariant()))) ?? []);
        Counter("evaluations", "Bars times agents evaluated.", () => Of(status => status.Totals.Evaluations));
        Counter("signals", "Decisions that changed the action.", () => Of(status => status.Totals.Signals));
        _refused = _meter.CreateCounter<long>("goldensignals.requests.refused", "{request}", "Requests over a quota.");
    }

    /// <summary>Counts a request that was over a quota.</summary>
    public void Refused(string quota) => _refused.Add(1, Tag("quota", quota));

    /// <summary>Asks the grid how it is, for the collection that follows. A grid that does not answer is told of as down.</summary>
    public async Task Refresh()
    {
        _asked = _clock.GetUtcNow();
        try
        {
            _status = await _grid.Universe.Status().WaitAsync(s_patience, _clock);
        }
#pragma warning disable CA1031                                        // whatever it is, the grid is not up
        catch (Exception)
#pragma warning restore CA1031
        {
            _status = null;
        }
    }

    /// <summary>A collection that nobody has asked the grid for, as for a collector, gets what it said last, and asks it for the next one.</summary>
    private GridStatus? Fresh()
    {
        if (_clock.GetUtcNow() - _asked > s_fresh)
            _ = Refresh();
        return _status;
    }

    private IEnumerable<Measurement<double>> Of(Func<GridStatus, double> value) => Fresh() is { } status ? [new(value(status))] : [];

    private void Gauge(string name, string unit, string description, Func<IEnumerable<Measurement<double>>> values) =>
        _meter.CreateObservableGauge($"goldensignals.{name}", values, unit, description);

    private void Counter(string name, string description, Func<IEnumerable<Measurement<double>>> values) =>
        _meter.CreateObservableCounter($"goldensignals.{name}", values, "", description);

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    public void Dispose() => _meter.Dispose();
}
