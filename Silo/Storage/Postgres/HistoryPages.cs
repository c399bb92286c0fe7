using System.Text;
using GoldenSignals.Grains;
using Npgsql;

namespace GoldenSignals.Silo.Storage.Postgres;

/// <summary>Pages of the history's tables, newest first, by the place of the last row: an index gives the rows in their order, and no page costs more than the first.</summary>
internal static class HistoryPages
{
    // Days that are looked at together: few at first, as the page is mostly found in the newest; never so many that their locks become too many.
    private const int FewDays = 4, ManyDays = 256;

    public static async Task<T[]> Read<T>(
        NpgsqlDataSource source, string table, string columns, HistoryQuery query, bool byAction, Func<NpgsqlDataReader, T> row, CancellationToken cancel)
    {
        if (query.Limit <= 0 || query.FromUtc >= query.ToUtc)
            return [];
        await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancel);
        DateTime newest = query.Behind is { } behind && behind.BarTimeUtc < query.ToUtc ? behind.BarTimeUtc : query.ToUtc;
        DateTime[] days = [.. (await DayPartitions.All(connection, table, cancel)).Where(day => day <= newest && day.AddDays(1) > query.FromUtc)];
        var rows = new List<T>();
        for (int first = 0, count = FewDays; first < days.Length && rows.Count < query.Limit; first += count, count = Math.Min(4 * count, ManyDays))
        {
            DateTime oldest = days[Math.Min(first + count, days.Length) - 1];
            await using NpgsqlCommand command = Command(connection, table, columns, query, byAction, oldest, days[first].AddDays(1), query.Limit - rows.Count);
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
                rows.Add(row(reader));
        }
        return [.. rows];
    }

    /// <param name="fromUtc">Days to look at.</param>
    private static NpgsqlCommand Command(
        NpgsqlConnection connection, string table, string columns, HistoryQuery query, bool byAction, DateTime fromUtc, DateTime toUtc, int limit)
    {
        NpgsqlCommand command = connection.CreateCommand();
        var sql = new StringBuilder($"SELECT {columns} FROM goldensignals.{table} WHERE ");
        (DateTime from, short fromRest) = Split(fromUtc > query.FromUtc ? fromUtc : query.FromUtc);
        (DateTime to, short toRest) = Split(toUtc < query.ToUtc ? toUtc : query.ToUtc);
        sql.Append(fromRest == 0
            ? $"bar_time >= {Value(from)}"
            : $"bar_time >= {Value(from)} AND (bar_time > {Value(from)} OR bar_rest >= {Value(fromRest)})");
        sql.Append(toRest == 0
            ? $" AND bar_time < {Value(to)}"
            : $" AND bar_time <= {Value(to)} AND (bar_time < {Value(to)} OR bar_rest < {Value(toRest)})");
        if (query.Symbol is { } symbol)
            sql.Append(" AND symbol = ").Append(Value(symbol));
        if (byAction && query.Action is { } action)
            sql.Append(" AND action = ").Append(Value((short)action));
        if (query.Behind is { } behind)
        {
            (DateTime time, short rest) = Split(behind.BarTimeUtc);
            (string at, string atRest) = (Value(time), Value(rest));
            sql.Append($" AND bar_time <= {at} AND (bar_time < {at} OR bar_rest < {atRest}")
                .Append($" OR bar_rest = {atRest} AND (symbol, interval_ticks) > ({Value(behind.Symbol)}, {Value(behind.Interval.Ticks)}))");
        }
        sql.Append(" ORDER BY bar_time DESC, bar_rest DESC, symbol, interval_ticks LIMIT ").Append(Value(limit));
        command.CommandText = sql.ToString();
        return command;

        string Value<TValue>(TValue value)
        {
            command.Parameters.Add(new NpgsqlParameter<TValue> { TypedValue = value });
            return $"${command.Parameters.Count}";
        }
    }

    /// <summary>A time as the tables hold it.</summary>
    private static (DateTime Time, short Left) Split(DateTime timeUtc) => (HistoryColumns.Microseconds(timeUtc), HistoryColumns.Rest(timeUtc));
}
