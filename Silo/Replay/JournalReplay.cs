using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Domain.Storage;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage;

namespace GoldenSignals.Silo.Replay;

/// <summary>What a recorded grid decides when it is run again. It decided the same if and only if <see cref="Equal"/>.</summary>
public sealed record JournalSummary
{
    public required bool Equal { get; init; }
    public required int Symbols { get; init; }
    public required long Records { get; init; }

    /// <summary>Decisions that were computed again and held against the journal's, bit for bit.</summary>
    public required long Decisions { get; init; }
    public required long Different { get; init; }

    /// <summary>Decisions that another configuration had made: with these options they cannot be the same.</summary>
    public required long OtherConfiguration { get; init; }
    public required DecisionDifference? FirstDifference { get; init; }
    public required double Seconds { get; init; }
    public required string Configuration { get; init; }

    /// <summary>Of the journal's decisions, and of those computed again.</summary>
    public required string DigestThen { get; init; }
    public required string DigestNow { get; init; }
}

/// <summary>The earliest decision that came out otherwise.</summary>
/// <param name="Values">What differs, by name: then and now.</param>
/// <param name="Votes">The votes that differ.</param>
public sealed record DecisionDifference(string Id, IReadOnlyDictionary<string, Sides<string>> Values, IReadOnlyDictionary<string, Sides<string>> Votes);

public readonly record struct Sides<T>(T Then, T Now);

/// <summary>Runs a journal again, shard by shard, from its beginning or the oldest snapshot that it goes on from, and compares.</summary>
public static class JournalReplay
{
    /// <param name="start">Where a shard begins of which the journal's first records are no longer kept.</param>
    /// <param name="progress">Told the share that is done, 0…1.</param>
    /// <exception cref="InvalidDataException">The journal does not follow from itself.</exception>
    public static async Task<JournalSummary> Run(
        IJournal journal, GridOptions grid, DecisionModel model, Func<int, JournalTail, Task<ShardFold>> start, Action<double>? progress, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        var shards = new ShardRun[grid.Shards];
        var tails = new JournalTail[grid.Shards];
        for (int shard = 0; shard < grid.Shards; shard++)
            tails[shard] = await journal.Tail(shard);
        long all = tails.Sum(tail => tail.Last - tail.First + 1), done = 0;
        await Parallel.ForAsync(0, grid.Shards, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancel }, async (shard, stop) =>
        {
            var run = shards[shard] = new(await start(shard, tails[shard]));
            await foreach (JournalRecord record in journal.Read(shard, run.Fold.Sequence, stop))
            {
                run.Take(record, model);
                progress?.Invoke((double)Interlocked.Increment(ref done) / all);
            }
        });
        var difference = shards.Select(run => run.First).Where(first => first is not null).MinBy(first => (first!.Value.Then.BarTimeUtc, first.Value.Then.Symbol));
        var summary = new JournalSummary
        {
            Equal = shards.All(run => run.Different + run.OtherConfiguration == 0),
            Symbols = shards.Sum(run => run.Then.Symbols().Count),
            Records = shards.Sum(run => run.Records),
            Decisions = shards.Sum(run => run.Decisions),
            Different = shards.Sum(run => run.Different),
            OtherConfiguration = shards.Sum(run => run.OtherConfiguration),
            FirstDifference = difference is { } first ? Between(first.Then, first.Now, model) : null,
            Seconds = watch.Elapsed.TotalSeconds,
            Configuration = model.Version,
            DigestThen = Total(shards.Select(run => run.Then)),
            DigestNow = Total(shards.Select(run => run.Now)),
        };
        foreach (ShardRun run in shards)
            run.Dispose();
        return summary;
    }

    private sealed class ShardRun(ShardFold fold) : IDisposable
    {
        public ShardFold Fold => fold;
        public DecisionDigest Then { get; } = new();
        public DecisionDigest Now { get; } = new();
        public long Records { get; private set; }
        public long Decisions { get; private set; }
        public long Different { get; private set; }
        public long OtherConfiguration { get; private set; }
        public (Decision Then, Decision Now)? First { get; private set; }

        public void Take(JournalRecord record, DecisionModel model)
        {
            IReadOnlyList<Decision> now = fold.Take(record);
            Records++;
            for (int i = 0; i < now.Count; i++)
            {
                Decision then = ((DecidedBars)record).Decisions[i];
                Decisions++;
                Then.Add(then);
                Now.Add(now[i]);
                if (then.Configuration != model.Version)
                    OtherConfiguration++;
                else if (!DecisionCodec.Same(then, now[i]))
                {
                    Different++;
                    if (First is not { } first || then.BarTimeUtc < first.Then.BarTimeUtc)
                        First = (then, now[i]);
                }
            }
        }

        public void Dispose()
        {
            Then.Dispose();
            Now.Dispose();
        }
    }

    private static string Total(IEnumerable<DecisionDigest> shards)
    {
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (DecisionDigest shard in shards)
            foreach ((string symbol, string digest) in shard.Symbols())
                digests.Add(symbol, digest);
        return DecisionDigest.Total(digests);
    }

    private static DecisionDifference Between(Decision then, Decision now, DecisionModel model)
    {
        var values = new SortedDictionary<string, Sides<string>>(StringComparer.Ordinal);
        foreach (var property in typeof(Decision).GetProperties())
            if (property.PropertyType != typeof(double[]) && !property.PropertyType.IsArray)
                Add(values, property.Name, property.GetValue(then), property.GetValue(now));
        for (int i = 0; i < then.Indicators.Length && i < now.Indicators.Length; i++)
            Add(values, Domain.Indicators.IndicatorCatalog.Columns[i].Name, then.Indicators[i], now.Indicators[i]);
        for (int i = 0; i < then.Weights.Length && i < now.Weights.Length; i++)
            Add(values, $"weight of {model.Panel.Descriptors[i].Id}", then.Weights[i], now.Weights[i]);
        var votes = new SortedDictionary<string, Sides<string>>(StringComparer.Ordinal);
        for (int i = 0; i < then.Votes.Length && i < now.Votes.Length; i++)
            Add(votes, model.Panel.Descriptors[i].Id, Told(then.Votes[i]), Told(now.Votes[i]));
        return new(then.Id, values, votes);
    }

    private static string Told(in Domain.Agents.Vote vote) =>
        FormattableString.Invariant($"direction {vote.Direction:R} confidence {vote.Confidence:R} scale {vote.Scale:R} value {vote.Value:R} limit {vote.Limit:R} {vote.Reason}");

    private static void Add(SortedDictionary<string, Sides<string>> to, string name, object? then, object? now)
    {
        if (!Equals(then, now))
            to[name] = new(Text(then), Text(now));
    }

    private static string Text(object? value) => value switch
    {
        null => "none",
        double number => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        DateTime time => time.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
