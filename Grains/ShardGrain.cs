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
        _undecided = _intake.Closed(_batch = _batch with { Number = _batch.Number + 1 });
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

    /// <summary>Takes the bars that are closed but not decided to decisions. After a fault it does the same again, and whoever had applied it answers as before.</summary>
    private async Task Decide()
    {
        if (_undecided.Length == 0)
            return;

        DecidedBars? decided = await Evaluate();                     // by itself, so that views and votes are not kept while the disk is waited for
        if (decided is not null)
        {
            await Append(decided);                                   // written down before anyone sees it
            _sequence = decided.Sequence;
        }
        _undecided = [];
        if (decided is not null)
            await Announce(decided);
    }

    private async Task<DecidedBars?> Evaluate()
    {
        _markets ??= await SeeMarket();
        ViewBatch[] seen = await Task.WhenAll(_undecided.Select(bars => Symbol(bars.Symbol).OnBars(journal.Keeps && bars.Symbol != Canary.Symbol ? bars : bars with { BarsBefore = -1 })));
        var views = new ViewBatch(_batch, [.. seen.SelectMany(batch => batch.Views)]) { Switches = _switches, Follows = journal.Keeps };
        (VoteBatch[] votes, AgentKind[] silent) = _votes ??= await Votes(views);      // cast once: who has decided on them does not decide again
        DecisionBatch decisions = await _consensus.Decide(views, new VoteSet(votes));
        _votes = ([], silent);                                       // the consensus answers by the batch from now on
        return Decided(views, decisions, silent);
    }

    /// <summary>The record of what was decided, the canary's left out; null when nothing was.</summary>
    private DecidedBars? Decided(ViewBatch views, DecisionBatch batch, AgentKind[] silent)
    {
        Decision[] decisions = [.. batch.Decisions.Where(decision => decision.Symbol != Canary.Symbol)];
        if (decisions.Length == 0)
            return null;
        Bar[] bars = [.. views.Views.Where(view => view.Symbol != Canary.Symbol).Select(view => view.Bar)];
        var closesBefore = new double[decisions.Length];
        for (int i = 0; i < decisions.Length; i++)
            closesBefore[i] = i > 0 && decisions[i - 1].Symbol == decisions[i].Symbol ? decisions[i - 1].Price : _intake[decisions[i].Symbol].LastClose;
        return new(_sequence + 1, _markets!, _switches, silent, bars, closesBefore, decisions);
    }

    /// <summary>Gives the undecided bars what may be seen of the market at their time, and says what that was.</summary>
    /// <remarks>Of an interval only the earliest bars: a later one in the same batch would have to wait for the shards beside.</remarks>
    private async Task<SeenMarket[]> SeeMarket()
    {
        _switches = [];
        var markets = new List<SeenMarket>();
        if (!_inStep)
            return [];
        foreach (IGrouping<TimeSpan, int> interval in Enumerable.Range(0, _undecided.Length)
            .Where(i => _undecided[i].Bars.Length > 0 && _undecided[i].Symbol != Canary.Symbol).GroupBy(i => _undecided[i].Interval))
        {
            DateTime first = interval.Min(i => _undecided[i].Bars[0].OpenTimeUtc), last = interval.Max(i => _undecided[i].Bars[^1].OpenTimeUtc);
            if (_market.Interval != interval.Key || _market.BarTimeUtc != first || _market.UntilUtc < last)
                _market = (interval.Key, first, last, await _universe.Before(_shard, interval.Key, first, last));
            _switches = [.. _switches.Union(_market.Context.Switches).OrderBy(change => change.FromBarUtc)];
            var symbols = new Dictionary<string, double[]>();
            foreach (int i in interval.Where(i => _undecided[i].Bars[0].OpenTimeUtc == first))
            {
                string symbol = _undecided[i].Symbol;
                if (_market.Context.Symbols.TryGetValue(symbol, out double[]? own))
                    symbols.Add(symbol, own);
                _undecided[i] = _undecided[i] with { Universe = own ?? _market.Context.Market };
            }
            if (symbols.Count + _market.Context.Market.Length > 0)
                markets.Add(new(interval.Key, first, _market.Context.Market, symbols));
        }
        return [.. markets];
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

    private async Task<(VoteBatch[] Votes, AgentKind[] Silent)> Votes(ViewBatch views)
    {
        if (views.Views.Length == 0)
            return ([], []);
        var silent = new List<AgentKind>();
        VoteBatch[] votes = await Task.WhenAll(_agents.Select((kind, i) => Votes(kind, AgentCatalog.Kinds[i], views, silent)));
        return (votes, [.. silent.Order()]);
    }

    /// <summary>The votes of one kind. Agents that hang hold up nothing but themselves: in a live grid their kind abstains from the batch.</summary>
    private async Task<VoteBatch> Votes(IAgentGrain agents, AgentKind kind, ViewBatch views, List<AgentKind> silenced)
    {
        VoteBatch votes;
        try
        {
            votes = await agents.Vote(views).WaitAsync(options.Value.Live ? options.Value.VoteTimeout : Timeout.InfiniteTimeSpan);
        }
        catch (TimeoutException late) when (options.Value.Live)
        {
            LogKindTimedOut(log, _shard, kind, late);
            silenced.Add(kind);
            var silent = new Vote[views.Views.Length * model.Panel.OfKind(kind).Length];
            Array.Fill(silent, Vote.Abstain(TimedOut));
            return new(kind, silent);
        }
        foreach (string agent in votes.OverBudget)
            await _universe.SwitchOff(agent, AgentSwitch.OverBudget);
        return votes;
    }

    [LoggerMessage(LogLevel.Error, "Shard {Shard}: the agents of kind {Kind} did not vote in time; they abstain from this batch")]
    private static partial void LogKindTimedOut(ILogger log, int shard, AgentKind kind, Exception error);

    private async Task Announce(DecidedBars decided)
    {
        foreach (Decision decision in decided.Decisions)
        {
            _tally.Decided(decision);
            if (decision.IsSignal)
                LogSignal(log, decision.Symbol, decision.BarTimeUtc, decision.Action, decision.Score, decision.Confidence, decision.Reason);
        }
        Remember(decided);
        await Tell(decided);
        if (_outbox is not null)
            await _outbox.Send(decided, Task.CompletedTask);
        if (options.Value.Live && _watermarkUtc > DateTime.MinValue)     // without a feed nothing says when a bar was due
        {
            Decision last = decided.Decisions[^1];
            TimeSpan lag = clock.GetUtcNow().UtcDateTime - (last.BarTimeUtc + last.Interval);
            _lag = lag > TimeSpan.Zero ? lag : TimeSpan.Zero;
        }
        _link.Add(decided, all: _inStep, _intake);
        await Report();
    }

    [LoggerMessage(LogLevel.Information, "{Symbol} at {BarTimeUtc:O}: {Action}, score {Score}, confidence {Confidence}: {Reason}")]
    private static partial void LogSignal(ILogger log, string symbol, DateTime barTimeUtc, SignalAction action, double score, double confidence, string reason);

    /// <summary>A history that misses a record would never be told of it again but for a shard that comes back.</summary>
    private async Task Tell(DecidedBars decided)
    {
        try
        {
            await history.Add(_shard, decided);
        }
        catch (Exception error) when (journal.Keeps)
        {
            throw new StateLostException($"the history could not take record {decided.Sequence} of shard {_shard}", error);
        }
    }

    private void Remember(DecidedBars decided)
    {
        for (int i = 0; i < decided.Decisions.Length; i++)
        {
            Intake.Slot slot = _intake[decided.Decisions[i].Symbol];
            (slot.LastClose, slot.Row, slot.Bars) = (decided.Decisions[i].Price, decided.Row(i), slot.Bars + 1);
        }
    }

    private async Task Report()
    {
        if (await _link.Report(_batch.Epoch, _sequence, _tally.Totals(_watermarkUtc, _heardUtc, _lag)))
            _reportedUtc = _watermarkUtc;
    }

    private ISymbolGrain Symbol(string symbol) => _intake[symbol].Grain ??= GrainFactory.GetGrain<ISymbolGrain>(symbol);

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
