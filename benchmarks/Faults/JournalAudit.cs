using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage;

namespace GoldenSignals.Benchmarks.Faults;

/// <summary>A journal held against what was acknowledged, and against the same ticks decided in a plain loop that nobody interrupts.</summary>
/// <param name="Ticks">In the journal.</param>
/// <param name="Lost">Ticks that were acknowledged and are not in it, and bars that they closed and that are not decided.</param>
/// <param name="Doubled">Ticks and decisions that are in it more than once.</param>
/// <param name="Different">Symbols whose digest is not that of the plain loop.</param>
/// <param name="Mistold">Symbols of which the history tells other decisions.</param>
public sealed record JournalAudit(long Ticks, long Decisions, long Lost, long Doubled, int Different, int Mistold)
{
    /// <param name="told">What the history told, by symbol.</param>
    public static async Task<JournalAudit> Of(string folder, IReadOnlyDictionary<string, IReadOnlyList<Tick>> acknowledged, IReadOnlyDictionary<string, string[]> told)
    {
        await using FileJournalStore store = FileJournalStore.OpenRead(Path.Combine(folder, "journal"));
        return await Of(new StoredJournal(store), store.Shards, acknowledged, told);
    }

    /// <param name="told">What the history told, by symbol; null when it was not asked.</param>
    public static async Task<JournalAudit> Of(
        StoredJournal journal, int shards, IReadOnlyDictionary<string, IReadOnlyList<Tick>> acknowledged, IReadOnlyDictionary<string, string[]>? told = null)
    {
        var taken = acknowledged.ToDictionary(symbol => symbol.Key, _ => new List<Tick>());
        var decided = acknowledged.ToDictionary(symbol => symbol.Key, _ => new List<Decision>());
        for (int shard = 0; shard < shards; shard++)
            await foreach (JournalRecord record in journal.Read(shard, 0))
                if (record is AcceptedInput input)
                    foreach (Tick tick in input.Batch.Ticks)
                        taken[tick.Symbol].Add(tick);
                else if (record is DecidedBars bars)
                    foreach (Decision decision in bars.Decisions)
                        decided[decision.Symbol].Add(decision);

        long lost = 0, doubled = 0;
        int different = 0, mistold = 0;
        var model = new DecisionModel();
        foreach ((string symbol, IReadOnlyList<Tick> ticks) in acknowledged)
        {
            lost += ticks.Except(taken[symbol]).Count();
            doubled += taken[symbol].Count - taken[symbol].DistinctBy(tick => tick.Sequence).Count();
            doubled += decided[symbol].Count - decided[symbol].DistinctBy(decision => decision.Id).Count();
            using DecisionDigest now = new(), unbroken = new();
            decided[symbol].ForEach(now.Add);
            Decision[] expected = [.. Plain(symbol, taken[symbol], model)];
            lost += expected.Select(decision => decision.Id).Except(decided[symbol].Select(decision => decision.Id)).Count();
            foreach (Decision decision in expected)
                unbroken.Add(decision);
            different += now.Symbols().GetValueOrDefault(symbol) == unbroken.Symbols().GetValueOrDefault(symbol) ? 0 : 1;
            mistold += told is null || told[symbol].SequenceEqual(expected.Select(decision => decision.Id)) ? 0 : 1;
        }
        return new(taken.Values.Sum(ticks => (long)ticks.Count), decided.Values.Sum(decisions => (long)decisions.Count), lost, doubled, different, mistold);
    }

    /// <summary>Ticks to bars to decisions of one symbol, without a grid.</summary>
    private static IEnumerable<Decision> Plain(string symbol, List<Tick> ticks, DecisionModel model)
    {
        var loop = new MarketLoop(model);
        var builder = new BarBuilder(TimeSpan.FromMinutes(1));
        foreach (Tick tick in ticks)
            if (builder.Add(tick, out Bar closed))
                yield return loop.Next(new(symbol, builder.Interval, closed)).Decision;
    }
}
