using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Risk;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage;
using GoldenSignals.Silo.Storage.Postgres;

namespace GoldenSignals.Postgres.Tests.Support;

/// <summary>Records and decisions, the same for the same seed.</summary>
internal static class SomeRecords
{
    public static readonly DateTime Start = new(2024, 1, 2, 14, 30, 0, DateTimeKind.Utc);

    public static StoredRecord Record(int shard, long epoch, long sequence, int bytes = 40)
    {
        var body = new byte[bytes];
        new Random(HashCode.Combine(shard, sequence)).NextBytes(body);
        return new(shard, epoch, sequence, (byte)(1 + sequence % 2), body);
    }

    public static async Task<List<StoredRecord>> ToList(this IAsyncEnumerable<StoredRecord> records)
    {
        var list = new List<StoredRecord>();
        await foreach (StoredRecord record in records)
            list.Add(record);
        return list;
    }

    /// <summary>Every byte of it.</summary>
    public static string Text(this StoredRecord record) =>
        $"{record.Shard}/{record.Epoch}/{record.Sequence}/{record.Kind}/{Convert.ToHexString(record.Body.Span)}";

    public static Decision Decision(string symbol, TimeSpan interval, DateTime timeUtc, Random random)
    {
        var action = (SignalAction)random.Next(3);
        double price = 100 + random.NextDouble();
        return new()
        {
            Symbol = symbol,
            Interval = interval,
            BarTimeUtc = timeUtc,
            Price = price,
            Action = action,
            ActionBefore = (SignalAction)random.Next(3),
            BarsInActionBefore = 1,
            Score = 2 * random.NextDouble() - 1,
            Confidence = random.NextDouble(),
            Scale = 1,
            Votes = [],
            Weights = [],
            Position = action switch
            {
                SignalAction.Buy => new(PositionSide.Long, price - 1, price + 2, 2, 0.1, 0.001),
                SignalAction.Sell => new(PositionSide.Exit, double.NaN, double.NaN, double.NaN, 0, 0),
                _ => null,
            },
            Reason = "threshold",
            Configuration = "0123abcd",
            Indicators = [],
            Method = default,
            EffectiveVotes = 1,
            Disagreement = 0,
            TechnicalRating = double.NaN,
        };
    }

    public static DecidedBars Decided(long sequence, params IEnumerable<Decision> decisions)
    {
        Decision[] all = [.. decisions];
        return new(sequence, [], [], [],
            [.. all.Select(decision => new Bar(decision.BarTimeUtc, decision.Price, decision.Price + 1, decision.Price - 1, decision.Price, 10))],
            [.. all.Select(_ => double.NaN)], all);
    }

    public static DecisionRow Row(Decision decision, long sequence) => new(
        decision.Symbol, decision.Interval, decision.BarTimeUtc, decision.Price, decision.Action, decision.ActionBefore,
        decision.Score, decision.Confidence, decision.Reason, decision.Position, decision.Configuration, sequence);

    public static Task<PostgresDatabase> Open(string connection, Func<PostgresOptions, PostgresOptions>? change = null, int shards = 64, TimeProvider? clock = null)
    {
        var options = new PostgresOptions { ConnectionString = connection };
        return PostgresDatabase.Open(change?.Invoke(options) ?? options, shards, clock ?? TimeProvider.System);
    }
}
