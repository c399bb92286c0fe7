using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Sentiment;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;

namespace GoldenSignals.Grains;

/// <summary>Runs the pipeline for its symbols: ticks in, bars, views, votes, decisions out.</summary>
[ShardPlacement, KeepAlive]
public sealed partial class ShardGrain(
    IOptions<GridOptions> options, IOptions<TickGate.Options> gate, DecisionModel model, IJournal journal, IHistory history, ShardSnapshots snapshots,
    TimeProvider clock, ILogger<ShardGrain> log) : Grain, IShardGrain
{
    /// <summary>The reason of the abstentions of a kind that did not answer in time.</summary>
    public const string TimedOut = "agent-timed-out";

    private Intake _intake = new(options.Value, gate.Value);
    private readonly Tally _tally = new();
    private int _shard;
    private long _sequence;                                           // of the journal's last record
    private BatchId _batch;
    private ClosedBars[] _undecided = [];
    private SeenMarket[]? _markets;                                   // null until it is known what the undecided bars may see of the market
    private (VoteBatch[] Votes, AgentKind[] Silent)? _votes;          // on the undecided bars; null until they are cast
    private Task _written = Task.CompletedTask;                       // of the last input
    private bool _admitting;                                          // memory is ahead of what the journal was given
    private AgentSwitch[] _switches = [];
    private bool _inStep;
    private IAgentGrain[] _agents = [];
    private IConsensusGrain _consensus = null!;
    private IUniverseGrain _universe = null!;
    private UniverseLink _link = null!;
    private Outbox? _outbox;
    private (TimeSpan Interval, DateTime BarTimeUtc, DateTime UntilUtc, MarketContext Context) _market;
    private DateTime _watermarkUtc, _heardUtc, _writtenUtc, _reportedUtc;
    private TimeSpan _lag;
    private Exception? _broken;                                       // what is in memory is no longer what the journal has

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _shard = (int)this.GetPrimaryKeyLong();
        _agents = [.. AgentCatalog.Kinds.Select(kind => GrainFactory.GetGrain<IAgentGrain>(kind.ToString()))];
        _consensus = GrainFactory.GetGrain<IConsensusGrain>(_shard);
        _universe = GrainFactory.GetGrain<IUniverseGrain>(0);
        if (options.Value.Publish)
            _outbox = new(this.GetStreamProvider(GridStreams.Provider), journal, _shard, clock, log);
        await ComeBack(cancellationToken);
        if (snapshots.Interval is { } period)
            this.RegisterGrainTimer(static (shard, _) => shard._saving.IsCompleted ? shard.Save() : Task.CompletedTask, this, new GrainTimerCreationOptions(period * (1 + _shard % 16 / 16.0), period) { KeepAlive = true });
    }

    public async Task<IngestReceipt> Ingest(TickBatch batch)
    {
        IngestReceipt receipt = null!;
        await Intact(async () => receipt = await Take(batch));
        return receipt;
    }

    private async Task<IngestReceipt> Take(TickBatch batch)
    {
        await Decide();                                              // what a fault has left from the batch before
        _admitting = true;
        (TickBatch accepted, IngestReceipt receipt) = Admit(batch);
        AcceptedInput? record = Write(accepted);
        _undecided = _intake.Closed(_batch = _batch with { Number = _batch.Number + 1 }, journal.Keeps);
        (_markets, _votes, _inStep) = (null, null, batch.InStep || options.Value.Live);
        _admitting = false;
        if (record is not null && _outbox is not null)
            await _outbox.Send(record, _written);
        await Decide();
        await Written();
        _link.Add(_intake.Gapped());
        if (_tally.Changed || _link.HasNews || _inStep && _watermarkUtc > _reportedUtc)
            await Report();
        return receipt;
    }

    /// <summary>Writes down what was accepted, but for the canary's. Begins at once; what follows from it is worked out beside.</summary>
    private AcceptedInput? Write(TickBatch accepted)
    {
        if (accepted.Count == 0 && accepted.WatermarkUtc <= _writtenUtc)
            return null;
        _writtenUtc = accepted.WatermarkUtc > _writtenUtc ? accepted.WatermarkUtc : _writtenUtc;
        var record = new AcceptedInput(_sequence + 1, accepted);
        _written = Append(record);
        _sequence = record.Sequence;
        return record;
    }

    /// <summary>When it fails, it is told once.</summary>
    private Task Written()
    {
        (Task written, _written) = (_written, Task.CompletedTask);
        return written;
    }

    private async Task Append(JournalRecord record)
    {
        try
        {
            await journal.Append(_shard, _batch.Epoch, record);
        }
        catch (Exception error) when (journal.Keeps && error is not (JournalUnavailableException or JournalFencedException))
        {
            throw new JournalUnavailableException($"shard {_shard} could not write record {record.Sequence}: {error.Message}", error);
        }
    }

    /// <summary>Works on what is in memory while that is what the journal has. When it may no longer be, the next call finds a new activation, which comes back from the journal.</summary>
    private async Task Intact(Func<Task> work)
    {
        if (_broken is not null)
            throw new JournalUnavailableException($"shard {_shard} is coming back from its journal", _broken);
        try
        {
            await Written();                                         // also where a fault kept the batch before from waiting for it
            await work();
        }
        catch (Exception error) when (error is JournalUnavailableException or JournalFencedException or StateLostException || _admitting && journal.Keeps)
        {
            LogBroken(log, _shard, error);
            _broken = error;
            _outbox?.End();
            DeactivateOnIdle();
            throw;
        }
    }

    [LoggerMessage(LogLevel.Error, "Shard {Shard} stops: what it has in memory is not what the journal has. It comes back from the journal")]
    private static partial void LogBroken(ILogger log, int shard, Exception error);

    private (TickBatch Accepted, IngestReceipt Receipt) Admit(TickBatch batch)
    {
        DateTime? now = options.Value.Live ? clock.GetUtcNow().UtcDateTime : null;
        var refused = new List<Rejection>();
        for (int i = 0; i < batch.Ticks.Length; i++)
            if (_intake.Take(batch.Ticks[i], now) is { } code)
                refused.Add(new(i, code));
        for (int i = 0; i < batch.Bars.Length; i++)
            if (_intake.Take(batch.Bars[i]) is { } code)
                refused.Add(new(batch.Ticks.Length + i, code));
        batch = batch with { Inputs = [.. batch.Inputs.Select(input => input is NewsItem news ? news.Scored(model.Tone) : input)] };
        for (int i = 0; i < batch.Inputs.Length; i++)
            if (_intake.Take(batch.Inputs[i], now) is { } code)
                refused.Add(new(batch.Ticks.Length + batch.Bars.Length + i, code));
        if (options.Value.Live)
            _intake.CloseUpTo(batch.WatermarkUtc);
        if (batch.WatermarkUtc > _watermarkUtc)
            (_watermarkUtc, _heardUtc) = (batch.WatermarkUtc, now ?? default);

        _tally.Received(batch.Count - batch.Ticks.Count(tick => tick.Symbol == Canary.Symbol));
        foreach (Rejection rejection in refused)
            if (rejection.Index >= batch.Ticks.Length || batch.Ticks[rejection.Index].Symbol != Canary.Symbol)
                _tally.Refused(rejection.Code);
        TickBatch accepted = Without(batch, refused), visible = Visible(accepted);
        _tally.Accepted(visible.Ticks.Length, visible.Bars.Length, visible.Inputs.Length);
        int duplicates = refused.Count(rejection => rejection.Code == Refusal.Duplicate);
        return (visible, new(accepted.Count, duplicates,
            [.. refused.Where(rejection => rejection.Code != Refusal.Duplicate)], journal.Durability));
    }

    public async Task<DevelopingBar?> Developing(string symbol)
    {
        DevelopingBar? bar = null;
        await Intact(async () => bar = await Look(symbol));
        return bar;
    }

    private async Task<DevelopingBar?> Look(string symbol)
    {
        if (_intake.Find(symbol) is not { Builder.Developing: { } bar } slot)
            return null;
        if (!_inStep)
            return new(slot.Interval, bar, slot.DevelopingGap, [], [], slot.HeardUtc);
        MarketContext seen = _market.Interval == slot.Interval && _market.BarTimeUtc == bar.OpenTimeUtc
            ? _market.Context
            : await _universe.Peek(_shard, slot.Interval, bar.OpenTimeUtc);
        return new(slot.Interval, bar, slot.DevelopingGap, seen.Symbols.GetValueOrDefault(symbol, seen.Market), seen.Switches, slot.HeardUtc);
    }

    private static TickBatch Without(TickBatch batch, List<Rejection> refused)
    {
        if (refused.Count == 0)
            return batch;
        var indices = refused.Select(rejection => rejection.Index).ToHashSet();
        return batch with
        {
            Ticks = [.. batch.Ticks.Where((_, i) => !indices.Contains(i))],
            Bars = [.. batch.Bars.Where((_, i) => !indices.Contains(batch.Ticks.Length + i))],
            Inputs = [.. batch.Inputs.Where((_, i) => !indices.Contains(batch.Ticks.Length + batch.Bars.Length + i))],
        };
    }

    private static TickBatch Visible(TickBatch batch) =>
        Array.Exists(batch.Ticks, tick => tick.Symbol == Canary.Symbol)
            ? batch with { Ticks = [.. batch.Ticks.Where(tick => tick.Symbol != Canary.Symbol)] }
            : batch;
}
