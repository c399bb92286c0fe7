using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using Npgsql;
using NpgsqlTypes;

namespace GoldenSignals.Silo.Storage.Postgres;

/// <summary>What the history keeps of one record of the journal, on its way to the tables.</summary>
internal sealed class HistoryRows(int shard, DecidedBars record, long since)
{
    public int Shard { get; } = shard;
    public long Sequence { get; } = record.Sequence;
    public long Since { get; } = since;
    public SymbolBar[] Bars { get; } = [.. record.Bars.Select((bar, i) => new SymbolBar(record.Decisions[i].Symbol, record.Decisions[i].Interval, bar))];
    public DecisionRow[] Decisions { get; } = [.. record.Decisions.Select(decision => Row(decision, record.Sequence))];

    /// <summary>In memory, about.</summary>
    public long Bytes => 100 + 100L * Bars.Length + 250L * Decisions.Length;

    public IEnumerable<DateTime> Days => Bars.Select(bar => bar.Bar.OpenTimeUtc.Date).Concat(Decisions.Select(decision => decision.BarTimeUtc.Date));

    private static DecisionRow Row(Decision decision, long sequence) => new(
        decision.Symbol, decision.Interval, decision.BarTimeUtc, decision.Price, decision.Action, decision.ActionBefore,
        decision.Score, decision.Confidence, decision.Reason, decision.Position, decision.Configuration, sequence);
}

/// <summary>Columns of the history's tables, and how values get into them and out.</summary>
internal static class HistoryColumns
{
    public const string Bar = "symbol, interval_ticks, bar_time, bar_rest, open, high, low, close, volume";

    public const string Decision = "symbol, interval_ticks, bar_time, bar_rest, price, action, action_before, score, confidence, reason, configuration, sequence, "
        + "side, stop, target, reward_risk, size_fraction, projected_loss_fraction";

    /// <summary>A time as far as the database holds it; never rounded up.</summary>
    public static DateTime Microseconds(DateTime timeUtc) => new(timeUtc.Ticks - timeUtc.Ticks % TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc);

    /// <summary>What is left of it, in 100 ns.</summary>
    public static short Rest(DateTime timeUtc) => (short)(timeUtc.Ticks % TimeSpan.TicksPerMicrosecond);

    public static async Task Write(NpgsqlBinaryImporter rows, SymbolBar bar, CancellationToken cancel)
    {
        await rows.StartRowAsync(cancel);
        await Place(rows, bar.Symbol, bar.Interval, bar.Bar.OpenTimeUtc, cancel);
        await rows.WriteAsync(bar.Bar.Open, NpgsqlDbType.Double, cancel);
        await rows.WriteAsync(bar.Bar.High, NpgsqlDbType.Double, cancel);
        await rows.WriteAsync(bar.Bar.Low, NpgsqlDbType.Double, cancel);
        await rows.WriteAsync(bar.Bar.Close, NpgsqlDbType.Double, cancel);
        await rows.WriteAsync(bar.Bar.Volume, NpgsqlDbType.Double, cancel);
    }

    public static async Task Write(NpgsqlBinaryImporter rows, DecisionRow row, CancellationToken cancel)
    {
        await rows.StartRowAsync(cancel);
        await Place(rows, row.Symbol, row.Interval, row.BarTimeUtc, cancel);
        await rows.WriteAsync(row.Price, NpgsqlDbType.Double, cancel);
        await rows.WriteAsync((short)row.Action, NpgsqlDbType.Smallint, cancel);
        await rows.WriteAsync((short)row.ActionBefore, NpgsqlDbType.Smallint, cancel);
        await rows.WriteAsync(row.Score, NpgsqlDbType.Double, cancel);
        await rows.WriteAsync(row.Confidence, NpgsqlDbType.Double, cancel);
        await rows.WriteAsync(row.Reason, NpgsqlDbType.Text, cancel);
        await rows.WriteAsync(row.Configuration, NpgsqlDbType.Text, cancel);
        await rows.WriteAsync(row.Sequence, NpgsqlDbType.Bigint, cancel);
        if (row.Position is not { } position)
        {
            for (int column = 0; column < 6; column++)
                await rows.WriteNullAsync(cancel);
            return;
        }
        await rows.WriteAsync((short)position.Side, NpgsqlDbType.Smallint, cancel);
        await rows.WriteAsync(position.Stop, NpgsqlDbType.Double, cancel);
        await rows.WriteAsync(position.Target, NpgsqlDbType.Double, cancel);
        await rows.WriteAsync(position.RewardRisk, NpgsqlDbType.Double, cancel);
        await rows.WriteAsync(position.SizeFraction, NpgsqlDbType.Double, cancel);
        await rows.WriteAsync(position.ProjectedLossFraction, NpgsqlDbType.Double, cancel);
    }

    public static SymbolBar ReadBar(NpgsqlDataReader row) => new(row.GetString(0), new(row.GetInt64(1)),
        new(Time(row), row.GetDouble(4), row.GetDouble(5), row.GetDouble(6), row.GetDouble(7), row.GetDouble(8)));

    public static DecisionRow ReadDecision(NpgsqlDataReader row) => new(row.GetString(0), new(row.GetInt64(1)), Time(row), row.GetDouble(4),
        (SignalAction)row.GetInt16(5), (SignalAction)row.GetInt16(6), row.GetDouble(7), row.GetDouble(8), row.GetString(9),
        row.IsDBNull(12) ? null : new((Domain.Risk.PositionSide)row.GetInt16(12), row.GetDouble(13), row.GetDouble(14), row.GetDouble(15), row.GetDouble(16), row.GetDouble(17)),
        row.GetString(10), row.GetInt64(11));

    private static async Task Place(NpgsqlBinaryImporter rows, string symbol, TimeSpan interval, DateTime timeUtc, CancellationToken cancel)
    {
        await rows.WriteAsync(symbol, NpgsqlDbType.Text, cancel);
        await rows.WriteAsync(interval.Ticks, NpgsqlDbType.Bigint, cancel);
        await rows.WriteAsync(Microseconds(timeUtc), NpgsqlDbType.TimestampTz, cancel);
        await rows.WriteAsync(Rest(timeUtc), NpgsqlDbType.Smallint, cancel);
    }

    private static DateTime Time(NpgsqlDataReader row) => row.GetDateTime(2).AddTicks(row.GetInt16(3));
}
