using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using Microsoft.Extensions.Logging;

namespace GoldenSignals.Grains;

public sealed partial class ShardGrain
{
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
        ViewBatch[] seen = await Task.WhenAll(_undecided.Select(bars => Symbol(bars.Symbol).OnBars(bars)));
        var views = new ViewBatch(_batch, Together(seen)) { Switches = _switches, Follows = journal.Keeps };
        (VoteBatch[] votes, AgentKind[] silent) = _votes ??= await Votes(views);      // cast once: who has decided on them does not decide again
        DecisionBatch decisions = await _consensus.Decide(views, new VoteSet(votes));
        _votes = ([], silent);                                       // the consensus answers by the batch from now on
        return Decided(views, decisions, silent);
    }

    private static MarketView[] Together(ViewBatch[] batches)
    {
        var views = new MarketView[batches.Sum(batch => batch.Views.Length)];
        int next = 0;
        foreach (ViewBatch batch in batches)
        {
            batch.Views.CopyTo(views, next);
            next += batch.Views.Length;
        }
        return views;
    }

    /// <summary>The record of what was decided, the canary's left out; null when nothing was.</summary>
    private DecidedBars? Decided(ViewBatch views, DecisionBatch batch, AgentKind[] silent)
    {
        Decision[] decisions = Array.FindAll(batch.Decisions, decision => decision.Symbol != Canary.Symbol);
        if (decisions.Length == 0)
            return null;
        var bars = new Bar[decisions.Length];
        int next = 0;
        foreach (ref readonly MarketView view in views.Views.AsSpan())
            if (view.Symbol != Canary.Symbol)
                bars[next++] = view.Bar;
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
        if (await _link.Report(_batch.Epoch, _sequence, _tally.Totals(_watermarkUtc, _heardUtc, _lag) with { Silo = RuntimeIdentity }))
            _reportedUtc = _watermarkUtc;
    }

    private ISymbolGrain Symbol(string symbol) => _intake[symbol].Grain ??= GrainFactory.GetGrain<ISymbolGrain>(symbol);
}
