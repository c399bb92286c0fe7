using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Sentiment;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;

namespace GoldenSignals.Grains;

/// <summary>Runs the pipeline for its symbols: ticks in, bars, views, votes, decisions out.</summary>
[ShardPlacement, KeepAlive]
public sealed partial class ShardGrain(
    IOptions<GridOptions> options, IOptions<TickGate.Options> gate, DecisionModel model, IJournal journal, TimeProvider clock, ILogger<ShardGrain> log) : Grain, IShardGrain
{
    /// <summary>The reason of the abstentions of a kind that did not answer in time.</summary>
    public const string TimedOut = "agent-timed-out";

    private static readonly Column s_sma50 = Column.Named("sma_50"), s_momentum = Column.Named("roc_252_21");

    private readonly Intake _intake = new(options.Value, gate.Value);
    private readonly Tally _tally = new();
    private readonly List<SymbolRow> _rows = [];                      // not yet reported, and so the signals
    private readonly List<Decision> _signals = [];
    private int _shard;
    private BatchId _batch;
    private ClosedBars[] _undecided = [];
    private AgentSwitch[]? _switches;                                 // null until it is known what the undecided bars may see of the market
    private bool _inStep;
    private IAgentGrain[] _agents = [];
    private IConsensusGrain _consensus = null!;
    private IUniverseGrain _universe = null!;
    private Outbox? _outbox;
    private (TimeSpan Interval, DateTime BarTimeUtc, DateTime UntilUtc, MarketContext Context) _market;
    private DateTime _watermarkUtc, _reportedUtc;
    private TimeSpan _lag;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _shard = (int)this.GetPrimaryKeyLong();
        _batch = new(Epoch: Random.Shared.NextInt64(1, long.MaxValue), Number: 0);      // names this activation; nothing is computed from it
        _agents = [.. AgentCatalog.Kinds.Select(kind => GrainFactory.GetGrain<IAgentGrain>(kind.ToString()))];
        _consensus = GrainFactory.GetGrain<IConsensusGrain>(_shard);
        _universe = GrainFactory.GetGrain<IUniverseGrain>(0);
        if (options.Value.Publish)
            _outbox = new(this.GetStreamProvider(GridStreams.Provider), GridStreams.PartitionOf(_shard), clock, log);
        return Task.CompletedTask;
    }

    public async Task<IngestReceipt> Ingest(TickBatch batch)
    {
        await Decide();                                              // what a fault has left from the batch before
        (TickBatch accepted, IngestReceipt receipt) = Admit(batch);
        await journal.Append(_shard, accepted);
        await PublishTicks(accepted);

        _undecided = _intake.Closed(_batch = _batch with { Number = _batch.Number + 1 });
        (_switches, _inStep) = (null, batch.InStep || options.Value.Live);
        await Decide();
        if (_tally.Changed || _rows.Count > 0 || _inStep && _watermarkUtc > _reportedUtc)
            await Report();
        return receipt;
    }

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
        _watermarkUtc = batch.WatermarkUtc > _watermarkUtc ? batch.WatermarkUtc : _watermarkUtc;

        foreach (Rejection rejection in refused)
            if (rejection.Index >= batch.Ticks.Length || batch.Ticks[rejection.Index].Symbol != Canary.Symbol)
                _tally.Refused(rejection.Code);
        TickBatch accepted = Without(batch, refused);
        _tally.Accepted(accepted.Ticks.Count(tick => tick.Symbol != Canary.Symbol), accepted.Bars.Length, accepted.Inputs.Length);
        int duplicates = refused.Count(rejection => rejection.Code == Refusal.Duplicate);
        return (accepted, new(accepted.Count, duplicates,
            [.. refused.Where(rejection => rejection.Code != Refusal.Duplicate)], journal.Durability));
    }

    /// <summary>Takes the bars that are closed but not decided to decisions. After a fault it does the same again, and whoever had applied it answers as before.</summary>
    private async Task Decide()
    {
        if (_undecided.Length == 0)
            return;

        _switches ??= await SeeMarket();
        ViewBatch[] seen = await Task.WhenAll(_undecided.Select(bars => Symbol(bars.Symbol).OnBars(bars)));
        var views = new ViewBatch(_batch, [.. seen.SelectMany(batch => batch.Views)]) { Switches = _switches };
        VoteBatch[] votes = views.Views.Length == 0 ? [] : await Task.WhenAll(_agents.Select((kind, i) => Votes(kind, AgentCatalog.Kinds[i], views)));
        DecisionBatch decisions = Visible(await _consensus.Decide(views, new VoteSet(votes)));

        await journal.Append(_shard, decisions);                     // written down before anyone sees it
        ClosedBars[] closed = _undecided;
        _undecided = [];
        await Announce(closed, decisions);
    }

    /// <summary>Gives the undecided bars what may be seen of the market at their time; answers with the agents that are off then.</summary>
    /// <remarks>Of an interval only the earliest bars: a later one in the same batch would have to wait for the shards beside.</remarks>
    private async Task<AgentSwitch[]> SeeMarket()
    {
        AgentSwitch[] switches = [];
        if (!_inStep)
            return switches;
        foreach (IGrouping<TimeSpan, int> interval in Enumerable.Range(0, _undecided.Length)
            .Where(i => _undecided[i].Bars.Length > 0 && _undecided[i].Symbol != Canary.Symbol).GroupBy(i => _undecided[i].Interval))
        {
            DateTime first = interval.Min(i => _undecided[i].Bars[0].OpenTimeUtc), last = interval.Max(i => _undecided[i].Bars[^1].OpenTimeUtc);
            if (_market.Interval != interval.Key || _market.BarTimeUtc != first || _market.UntilUtc < last)
                _market = (interval.Key, first, last, await _universe.Before(_shard, interval.Key, first, last));
            switches = [.. switches.Union(_market.Context.Switches)];
            foreach (int i in interval.Where(i => _undecided[i].Bars[0].OpenTimeUtc == first))
                _undecided[i] = _undecided[i] with { Universe = _market.Context.Symbols.GetValueOrDefault(_undecided[i].Symbol, _market.Context.Market) };
        }
        return switches;
    }

    /// <summary>The votes of one kind. Agents that hang hold up nothing but themselves: in a live grid their kind abstains from the batch.</summary>
    private async Task<VoteBatch> Votes(IAgentGrain agents, AgentKind kind, ViewBatch views)
    {
        VoteBatch votes;
        try
        {
            votes = await agents.Vote(views).WaitAsync(options.Value.Live ? options.Value.VoteTimeout : Timeout.InfiniteTimeSpan);
        }
        catch (TimeoutException late) when (options.Value.Live)
        {
            LogKindTimedOut(log, _shard, kind, late);
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

    private async Task Announce(ClosedBars[] closed, DecisionBatch decisions)
    {
        if (decisions.Decisions.Length == 0)
            return;
        foreach (Decision decision in decisions.Decisions)
            _tally.Decided(decision);
        Decision[] signals = [.. decisions.Decisions.Where(decision => decision.IsSignal)];
        if (_outbox is not null)
        {
            SymbolBar[] bars = [.. closed.SelectMany(bars => bars.Bars.Select(bar => new SymbolBar(bars.Symbol, bars.Interval, bar)))
                .Where(bar => bar.Symbol != Canary.Symbol)];
            await Publish(GridStreams.Bars, new BarBatch(_batch, bars), bars.Length);
            await Publish(GridStreams.Decisions, decisions, decisions.Decisions.Length);
            await Publish(GridStreams.Signals, new DecisionBatch(_batch, signals), signals.Length);
        }
        if (options.Value.Live && _watermarkUtc > DateTime.MinValue)     // without a feed nothing says when a bar was due
        {
            Decision last = decisions.Decisions[^1];
            TimeSpan lag = clock.GetUtcNow().UtcDateTime - (last.BarTimeUtc + last.Interval);
            _lag = lag > TimeSpan.Zero ? lag : TimeSpan.Zero;
        }
        AddRows(decisions);
        _signals.AddRange(signals);
        await Report();
    }

    private void AddRows(DecisionBatch batch)
    {
        for (int i = 0; i < batch.Decisions.Length; i++)
        {
            Decision decision = batch.Decisions[i];
            Intake.Slot slot = _intake[decision.Symbol];
            bool newest = i + 1 == batch.Decisions.Length || batch.Decisions[i + 1].Symbol != decision.Symbol;
            if (newest || _inStep)
                _rows.Add(new(decision.Symbol, decision.Interval, decision.BarTimeUtc, decision.Price, decision.Price / slot.LastClose - 1,
                    decision.Action, decision.Score, decision.Confidence, decision.Reason)
                {
                    AboveSma50 = decision.Price / decision.Indicators[s_sma50.Index] - 1,
                    Momentum = decision.Indicators[s_momentum.Index] / 100,
                });
            slot.LastClose = decision.Price;
        }
    }

    /// <summary>Tells the universe. What is decided stands: if it cannot be told now, the next batch tells it.</summary>
    private async Task Report()
    {
        try
        {
            await _universe.Report(new(_shard, _batch.Epoch, _tally.Totals(_watermarkUtc, _lag), [.. _rows], [.. _signals]));
            _rows.Clear();
            _signals.Clear();
            _reportedUtc = _watermarkUtc;
        }
#pragma warning disable CA1031                                        // a time-out, a silo that is gone: the batch does not fail for it
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogNotReported(log, _shard, _rows.Count, error);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Shard {Shard} could not report {Rows} rows to the universe; the next batch brings them")]
    private static partial void LogNotReported(ILogger log, int shard, int rows, Exception error);

    private ISymbolGrain Symbol(string symbol) => _intake[symbol].Grain ??= GrainFactory.GetGrain<ISymbolGrain>(symbol);

    private ValueTask PublishTicks(TickBatch accepted)
    {
        bool hidden = Array.Exists(accepted.Ticks, tick => tick.Symbol == Canary.Symbol);
        TickBatch visible = hidden ? accepted with { Ticks = [.. accepted.Ticks.Where(tick => tick.Symbol != Canary.Symbol)] } : accepted;
        return Publish(GridStreams.Ticks, visible, visible.Ticks.Length);
    }

    private async ValueTask Publish<T>(string stream, T batch, int count)
    {
        if (_outbox is not null && count > 0)
            await _outbox.Send(stream, batch);
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

    private static DecisionBatch Visible(DecisionBatch batch) =>
        Array.Exists(batch.Decisions, decision => decision.Symbol == Canary.Symbol)
            ? batch with { Decisions = [.. batch.Decisions.Where(decision => decision.Symbol != Canary.Symbol)] }
            : batch;
}
