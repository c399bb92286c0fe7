using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Domain.Storage;
using GoldenSignals.Grains;
using Orleans;

namespace GoldenSignals.Fault.Tests.Support;

/// <summary>What a shard's journal must be, whatever happened to the shard.</summary>
internal static class Verdict
{
    public static async Task<JournalRecord[]> All(IJournal journal, int shard)
    {
        var records = new List<JournalRecord>();
        await foreach (JournalRecord record in journal.Read(shard, 0))
            records.Add(record);
        return [.. records];
    }

    /// <summary>Every bar that the input closed is decided, once, and as it is where nothing ever fails.</summary>
    public static void AssertDecidedOnce(IReadOnlyList<JournalRecord> journal, DecisionModel model, bool live)
    {
        Assert.Equal(Enumerable.Range(1, journal.Count).Select(i => (long)i), journal.Select(record => record.Sequence));
        Decision[] decisions = [.. journal.OfType<DecidedBars>().SelectMany(record => record.Decisions)];
        Decision[] unbroken = [.. Unbroken(journal, model, live)];
        Assert.Equal(Ids(unbroken), Ids(decisions));
        var expected = unbroken.ToDictionary(decision => decision.Id);
        foreach (Decision decision in decisions)
            Assert.True(DecisionCodec.Same(expected[decision.Id], decision), $"{decision.Id}: {Difference(expected[decision.Id], decision)}");
        Assert.Equal(Digests(unbroken), Digests(decisions));

        static IEnumerable<string> Ids(Decision[] decisions) => decisions.Select(decision => decision.Id).Order(StringComparer.Ordinal);
    }

    /// <summary>What the grains of a shard remember is the fold of its journal, to the bit.</summary>
    /// <param name="orNothing">Whether a grain may have begun anew since its shard called it last.</param>
    public static async Task AssertStateIsFold(IGrainFactory grains, int shard, IReadOnlyList<JournalRecord> journal, GridOptions options, DecisionModel model, bool orNothing = false)
    {
        var fold = new ShardFold(options, new TickGate.Options(), model);
        foreach (JournalRecord record in journal)
            fold.Take(record);
        foreach (string symbol in journal.OfType<DecidedBars>().SelectMany(record => record.Decisions).Select(decision => decision.Symbol).Distinct())
        {
            (SymbolState state, SymbolConsensus consensus) = fold.Find(symbol)!.Value;
            SavedState saved = await grains.GetGrain<ISymbolGrain>(symbol).Save();
            SavedStates remembered = await grains.GetGrain<IConsensusGrain>(shard).Save(new([symbol], []));
            Assert.True(orNothing && saved.Bytes.Length == 0 || saved.Bytes.AsSpan().SequenceEqual(Bytes(state.Save)), $"the state of {symbol}");
            Assert.True(orNothing && remembered.States[0].Length == 0 || remembered.States[0].AsSpan().SequenceEqual(Bytes(consensus.Save)), $"the consensus of {symbol}");
        }
    }

    /// <summary>Every record of decisions was told to the history, in order.</summary>
    public static void AssertTold(FaultyHistory history, int shard, IEnumerable<JournalRecord> journal) =>
        Assert.Equal(journal.OfType<DecidedBars>().Select(record => record.Sequence), history.Told.GetValueOrDefault(shard, []));

    /// <summary>The overview has every symbol as of its last decision, and every signal once.</summary>
    public static async Task AssertListed(IUniverseGrain universe, IEnumerable<JournalRecord> journal)
    {
        Decision[] decisions = [.. journal.OfType<DecidedBars>().SelectMany(record => record.Decisions)];
        foreach (IGrouping<string, Decision> symbol in decisions.GroupBy(decision => decision.Symbol))
        {
            SymbolRow? row = await universe.Find(symbol.Key);
            Assert.Equal((symbol.Key, symbol.Last().BarTimeUtc, symbol.Last().Price, symbol.Last().Action), (row?.Symbol, row?.BarTimeUtc, row?.Price, row?.Action));
            DecisionRow[] signals = (await universe.Signals(new(symbol.Key, null, DateTime.MinValue, DateTime.MaxValue, int.MaxValue))).Rows;
            Assert.Equal(signals.Select(signal => signal.BarTimeUtc).Distinct(), signals.Select(signal => signal.BarTimeUtc));
        }
    }

    private static byte[] Bytes(Action<StateWriter> save)
    {
        var to = new StateWriter();
        save(to);
        return to.ToArray();
    }

    private static SortedDictionary<string, string> Digests(IEnumerable<Decision> decisions)
    {
        using var digest = new DecisionDigest();
        foreach (Decision decision in decisions)
            digest.Add(decision);
        return digest.Symbols();
    }

    private static string Difference(Decision expected, Decision decision)
    {
        string[] columns = [.. Enumerable.Range(0, expected.Indicators.Length).Where(i => !expected.Indicators[i].Equals(decision.Indicators[i]))
            .Select(i => $"{IndicatorCatalog.Columns[i].Name} {decision.Indicators[i]} instead of {expected.Indicators[i]}")];
        return columns.Length > 0 ? string.Join(", ", columns.Take(5)) : $"{decision} instead of {expected}";
    }

    /// <summary>The Domain by itself over the same input: no shard, no fold, no snapshot. Which kinds of agents were silent is the journal's to say.</summary>
    private static IEnumerable<Decision> Unbroken(IEnumerable<JournalRecord> journal, DecisionModel model, bool live)
    {
        var feeds = new Dictionary<string, Feed>();
        var states = new Dictionary<string, (SymbolState State, SymbolConsensus Consensus)>();
        var closed = new List<(SymbolBar Bar, bool Gap)>();
        foreach (JournalRecord record in journal)
        {
            if (record is AcceptedInput { Batch: var batch })
            {
                Close(batch);
                foreach (SymbolInput one in batch.Inputs)
                    Of(one.Symbol).State.Add(one);
            }
            AgentKind[] silent = (record as DecidedBars)?.Silent ?? [];
            if (record is DecidedBars)
                foreach ((SymbolBar bar, bool gap) in closed)
                    yield return Decide(bar, gap, silent);
            if (record is DecidedBars)
                closed.Clear();
        }
        foreach ((SymbolBar bar, bool gap) in closed)
            yield return Decide(bar, gap, []);

        void Close(TickBatch batch)
        {
            foreach (Tick tick in batch.Ticks)
            {
                if (!feeds.TryGetValue(tick.Symbol, out Feed? feed))
                    feeds.Add(tick.Symbol, feed = new());
                if (feed.Add(tick) is { } bar)
                    closed.Add((new(tick.Symbol, Workload.Minute, bar.Bar), bar.Gap));
            }
            closed.AddRange(batch.Bars.Select(bar => (bar, false)));
            foreach ((string symbol, Feed feed) in feeds)
                if (live && feed.CloseUpTo(batch.WatermarkUtc) is { } bar)
                    closed.Add((new(symbol, Workload.Minute, bar.Bar), bar.Gap));
        }

        Decision Decide(SymbolBar bar, bool gap, AgentKind[] silent)
        {
            (SymbolState state, SymbolConsensus consensus) = Of(bar.Symbol);
            MarketView view = state.Add(bar.Bar, [], gap);
            return consensus.Decide(view, [.. Enumerable.Range(0, model.Panel.Count)
                .Select(agent => silent.Contains(model.Panel.Descriptors[agent].Kind) ? Vote.Abstain(ShardGrain.TimedOut) : model.Panel.Evaluate(agent, view))]);
        }

        (SymbolState State, SymbolConsensus Consensus) Of(string symbol)
        {
            if (!states.TryGetValue(symbol, out var its))
                states.Add(symbol, its = (new(symbol, Workload.Minute, IndicatorSet.Shipped), new(model)));
            return its;
        }
    }

    /// <summary>A symbol's ticks to bars, each with whether a number was missing in it, or just before it.</summary>
    private sealed class Feed
    {
        private readonly BarBuilder _builder = new(Workload.Minute);
        private long _last;
        private bool _gap;

        public (Bar Bar, bool Gap)? Add(in Tick tick)
        {
            bool missing = _last > 0 && tick.Sequence != _last + 1;
            _last = tick.Sequence;
            (Bar, bool)? closed = _builder.Add(tick, out Bar bar) ? (bar, _gap || missing) : null;
            _gap = missing || closed is null && _gap;
            return closed;
        }

        public (Bar Bar, bool Gap)? CloseUpTo(DateTime watermarkUtc)
        {
            if (!_builder.CloseUpTo(watermarkUtc, out Bar bar))
                return null;
            (Bar, bool) closed = (bar, _gap);
            _gap = false;
            return closed;
        }
    }
}
