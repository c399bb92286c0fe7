using Dapper;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using GoldenSignals.Postgres.Tests.Support;
using GoldenSignals.Silo.Storage.Postgres;
using GoldenSignals.Tests;
using Npgsql;

namespace GoldenSignals.Postgres.Tests;

[Collection(PostgresCollection.Name)]
public class HistoryTests(OneServer one)
{
    private readonly PostgresServer _server = one.Server;
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private static readonly HistoryQuery s_all = new(null, null, DateTime.MinValue, DateTime.MaxValue, 1000);

    [PostgresFact]
    public async Task Rows_come_back_to_the_bit_with_the_position_that_they_stand_for()
    {
        await using PostgresDatabase database = await SomeRecords.Open(await _server.CreateDatabase());
        await using var history = new PostgresHistory(database);
        var random = new Random(1);
        // A bar of 1970 and one that opens between two microseconds: what a database of microseconds might lose.
        Decision[] decisions =
        [
            SomeRecords.Decision("AAPL", s_minute, SomeRecords.Start, random), SomeRecords.Decision("B-1/X.Y", TimeSpan.FromDays(1), DateTime.UnixEpoch, random),
            SomeRecords.Decision("C", TimeSpan.FromMilliseconds(250), SomeRecords.Start.AddTicks(-7), random) with { Price = double.Epsilon, Score = -0.0, Position = null },
        ];
        Assert.Equal(0, await history.Position(4));
        await history.Add(4, SomeRecords.Decided(12, decisions));
        await history.Flush();
        Assert.Equal(12, await history.Position(4));
        Assert.Equal(0, await history.Position(5));

        DecisionRow[] rows = await history.Decisions(s_all);
        Assert.Equal([SomeRecords.Row(decisions[0], 12), SomeRecords.Row(decisions[2], 12), SomeRecords.Row(decisions[1], 12)], rows);
        Assert.True(double.IsNegative(rows[1].Score));
        Assert.Equal(rows.Where(row => row.IsSignal), await history.Signals(s_all));
        Assert.Equal(DateTimeKind.Utc, rows[0].BarTimeUtc.Kind);

        SymbolBar[] bars = await history.Bars(s_all);
        Assert.Equal([new SymbolBar("AAPL", s_minute, Bar(decisions[0])), new SymbolBar("C", TimeSpan.FromMilliseconds(250), Bar(decisions[2])), new SymbolBar("B-1/X.Y", TimeSpan.FromDays(1), Bar(decisions[1]))], bars);
    }

    [PostgresFact]
    public async Task What_is_told_again_changes_nothing_and_moves_no_position_back()
    {
        await using PostgresDatabase database = await SomeRecords.Open(await _server.CreateDatabase());
        var random = new Random(2);
        DecidedBars[] records = [.. Enumerable.Range(1, 30).Select(i => SomeRecords.Decided(2 * i,
            Enumerable.Range(0, 5).Select(symbol => SomeRecords.Decision($"S{symbol}", s_minute, SomeRecords.Start.AddMinutes(i), random))))];
        DecisionRow[]? first = null;
        foreach (int from in (int[])[0, 0, 15])
        {
            await using var history = new PostgresHistory(database);
            foreach (DecidedBars record in records[from..])
                await history.Add(0, record);
            await history.Flush();
            Assert.Equal(60, await history.Position(0));
            first ??= await history.Decisions(s_all);
            Assert.Equal(150, first.Length);
            Assert.Equal(first, await history.Decisions(s_all));
            Assert.Equal(150, (await history.Bars(s_all)).Length);
            await history.Add(0, records[3]);
            await history.Flush();
            Assert.Equal(60, await history.Position(0));
        }
    }

    [PostgresFact]
    public async Task Any_query_in_any_pages_answers_like_a_list_that_is_sorted_and_filtered()
    {
        await using PostgresDatabase database = await SomeRecords.Open(await _server.CreateDatabase());
        await using var history = new PostgresHistory(database);
        var random = new Random(3);
        TimeSpan[] intervals = [s_minute, TimeSpan.FromMinutes(5), TimeSpan.FromHours(1)];
        string[] symbols = ["A", "AA", "A-B", "A.B", "A/B", "B", "Z9", "0X"];
        var model = new Dictionary<(DateTime, string, TimeSpan), DecisionRow>();
        for (int sequence = 1; sequence <= 120; sequence++)
        {
            var decisions = new List<Decision>();
            for (int i = 0; i < 8; i++)
            {
                DateTime time = SomeRecords.Start.Date.AddDays(random.Next(12) * random.Next(12)).AddMinutes(5 * random.Next(10)).AddTicks(random.Next(4) == 0 ? random.Next(12) : 0);
                Decision decision = SomeRecords.Decision(symbols[random.Next(symbols.Length)], intervals[random.Next(3)], time, random);
                if (model.TryAdd((time, decision.Symbol, decision.Interval), SomeRecords.Row(decision, sequence)))
                    decisions.Add(decision);
            }
            await history.Add(sequence % 4, SomeRecords.Decided(sequence, decisions));
        }
        await history.Flush();
        DecisionRow[] ordered = [.. model.Values.OrderByDescending(row => row.BarTimeUtc).ThenBy(row => row.Symbol, StringComparer.Ordinal).ThenBy(row => row.Interval)];

        for (int i = 0; i < 60; i++)
        {
            DateTime from = Some(DateTime.MinValue), to = Some(DateTime.MaxValue);
            var query = new HistoryQuery(random.Next(2) == 0 ? symbols[random.Next(symbols.Length)] : null, random.Next(3) == 0 ? (SignalAction)random.Next(3) : null, from, to, 1 + random.Next(200));
            DecisionRow[] wanted = [.. ordered.Where(row => row.BarTimeUtc >= from && row.BarTimeUtc < to && (query.Symbol is null || row.Symbol == query.Symbol))];
            DecisionRow[] acted = [.. wanted.Where(row => query.Action is null || row.Action == query.Action)];
            Assert.Equal(acted, await Pages(history.Decisions, query, row => new(row.BarTimeUtc, row.Symbol, row.Interval)));
            Assert.Equal(acted.Where(row => row.IsSignal), await Pages(history.Signals, query, row => new(row.BarTimeUtc, row.Symbol, row.Interval)));
            Assert.Equal(wanted.Select(row => (row.Symbol, row.Interval, row.BarTimeUtc, row.Price)),
                (await Pages(history.Bars, query, bar => new(bar.Bar.OpenTimeUtc, bar.Symbol, bar.Interval))).Select(bar => (bar.Symbol, bar.Interval, bar.Bar.OpenTimeUtc, bar.Bar.Close)));
        }
        Assert.Empty(await history.Bars(s_all with { Limit = 0 }));
        Assert.Empty(await history.Bars(s_all with { FromUtc = SomeRecords.Start, ToUtc = SomeRecords.Start }));

        DateTime Some(DateTime open) => random.Next(3) == 0 ? open : ordered[random.Next(ordered.Length)].BarTimeUtc.AddTicks(random.Next(-1, 2));
    }

    [PostgresFact]
    public async Task Bars_of_many_years_in_one_record_find_their_days()
    {
        await using PostgresDatabase database = await SomeRecords.Open(await _server.CreateDatabase());
        await using var history = new PostgresHistory(database);
        var random = new Random(4);
        await history.Add(0, SomeRecords.Decided(1, Enumerable.Range(0, 90).Select(i => SomeRecords.Decision("OLD", TimeSpan.FromDays(1), SomeRecords.Start.Date.AddDays(-20 * i), random))));
        await history.Flush();
        SymbolBar[] bars = await history.Bars(s_all);
        Assert.Equal(Enumerable.Range(0, 90).Select(i => SomeRecords.Start.Date.AddDays(-20 * i)), bars.Select(bar => bar.Bar.OpenTimeUtc));
        Assert.Equal(1, await history.Position(0));
        Assert.Equal(bars[30..80], await history.Bars(s_all with { FromUtc = bars[79].Bar.OpenTimeUtc, ToUtc = bars[29].Bar.OpenTimeUtc }));
    }

    [PostgresFact]
    public async Task Signals_of_the_last_day_are_counted_by_symbol_and_action()
    {
        var clock = new SetClock(SomeRecords.Start);
        await using PostgresDatabase database = await SomeRecords.Open(await _server.CreateDatabase(), clock: clock);
        await using var history = new PostgresHistory(database);
        var random = new Random(5);
        Decision[] decisions = [.. Enumerable.Range(0, 3000).Select(i => SomeRecords.Decision($"S{i % 7}", s_minute, SomeRecords.Start.AddMinutes(-i), random))];
        await history.Add(0, SomeRecords.Decided(1, decisions));
        await history.Flush();

        clock.Now += TimeSpan.FromMinutes(6);
        await history.RefreshInsights();
        SignalInsights insights = await history.Insights();
        Assert.Equal(clock.Now, insights.RefreshedUtc);
        var wanted = decisions.Where(decision => decision.IsSignal && decision.BarTimeUtc >= clock.Now.AddDays(-1))
            .GroupBy(decision => (decision.Symbol, decision.Action)).OrderBy(group => group.Key.Symbol, StringComparer.Ordinal).ThenBy(group => group.Key.Action).ToArray();
        Assert.Equal(wanted.Select(group => (group.Key.Symbol, group.Key.Action, group.LongCount(), group.Max(decision => decision.BarTimeUtc))),
            insights.Rows.Select(row => (row.Symbol, row.Action, row.Count, row.LastUtc)));
        foreach ((var group, SignalInsight row) in wanted.Zip(insights.Rows))
            Assert.Equal(group.Average(decision => decision.Confidence), row.MeanConfidence, 12);

        // Not counted again before it is due, whoever asks.
        clock.Now += TimeSpan.FromMinutes(4);
        await history.RefreshInsights();
        Assert.Equal(insights.RefreshedUtc, (await history.Insights()).RefreshedUtc);
        clock.Now += TimeSpan.FromDays(3);
        await history.RefreshInsights();
        Assert.Empty((await history.Insights()).Rows);
    }

    [PostgresFact]
    public async Task A_server_that_is_killed_or_cut_off_while_the_history_is_written_loses_none_of_it()
    {
        string connection = await _server.CreateDatabase();
        await using var proxy = new FaultProxy(_server.Port);
        await using PostgresDatabase database = await SomeRecords.Open(new NpgsqlConnectionStringBuilder(connection) { Port = proxy.Port }.ConnectionString,
            options => options with { HistoryBytes = 64 << 10 });
        await using var history = new PostgresHistory(database);
        var random = new Random(6);
        for (int sequence = 1; sequence <= 300; sequence++)
        {
            if (sequence % 20 == 0)
                proxy.CutAfterReplies(random.Next(12));
            if (sequence == 150)
            {
                await _server.Kill();
                Task start = _server.Start();
                await Add(sequence);
                await start;
                continue;
            }
            await Add(sequence);
            Assert.InRange(history.Queue.Bytes, 0, 64 << 10);
        }
        await history.Flush();
        Assert.True(proxy.Cuts > 3);
        Assert.Equal(300, await history.Position(0));
        DecisionRow[] rows = await Pages(history.Decisions, s_all, row => new(row.BarTimeUtc, row.Symbol, row.Interval));
        Assert.Equal(Enumerable.Range(0, 3000).Select(i => SomeRecords.Start.AddMinutes(2999 - i)), rows.Select(row => row.BarTimeUtc));

        Task Add(int sequence) => history.Add(0, SomeRecords.Decided(sequence,
            Enumerable.Range(0, 10).Select(i => SomeRecords.Decision("S", s_minute, SomeRecords.Start.AddMinutes(10 * (sequence - 1) + i), random)))).AsTask();
    }

    [PostgresFact]
    public async Task A_page_reads_the_newest_days_only_and_by_index()
    {
        string connection = await _server.CreateDatabase();
        var random = new Random(7);
        await using (PostgresDatabase database = await SomeRecords.Open(connection))
        await using (var history = new PostgresHistory(database))
        {
            for (int day = 0; day < 20; day++)
                await history.Add(0, SomeRecords.Decided(day + 1, Enumerable.Range(0, 2000).Select(i => SomeRecords.Decision($"S{i % 100}", s_minute, SomeRecords.Start.Date.AddDays(day).AddMinutes(i / 100), random))));
            await history.Flush();
        }
        await using var direct = new NpgsqlConnection(connection + ";Pooling=false");
        await direct.ExecuteAsync("ANALYZE;");
        (long sequential, long index) = await Scans();
        await using (PostgresDatabase database = await SomeRecords.Open(connection))
        await using (var history = new PostgresHistory(database))
        {
            Assert.Equal(10, (await history.Bars(s_all with { Symbol = "S7", Limit = 10 })).Length);
            Assert.Equal(150, (await history.Bars(s_all with { Limit = 150 })).Length);
        }                                                             // the server counts when a session ends
        await Eventually.Hold(async () => (await Scans()).Index > index, "the server has counted the scans");
        (long sequentialAfter, long indexAfter) = await Scans();
        Assert.Equal(sequential, sequentialAfter);
        Assert.InRange(indexAfter - index, 2, 8);                     // no more days than are looked at together, for each page

        async Task<(long Sequential, long Index)> Scans() => await direct.QuerySingleAsync<(long, long)>(
            "SELECT sum(seq_scan)::bigint, sum(idx_scan)::bigint FROM pg_stat_user_tables WHERE relname LIKE 'bars_%'");
    }

    private static Bar Bar(Decision decision) => new(decision.BarTimeUtc, decision.Price, decision.Price + 1, decision.Price - 1, decision.Price, 10);

    private static async Task<T[]> Pages<T>(Func<HistoryQuery, CancellationToken, Task<T[]>> ask, HistoryQuery query, Func<T, HistoryPlace> place)
    {
        var all = new List<T>();
        while (await ask(query, default) is { Length: > 0 } page)
        {
            Assert.True(page.Length <= query.Limit);
            all.AddRange(page);
            if (page.Length < query.Limit)
                break;
            query = query with { Behind = place(page[^1]) };
        }
        return [.. all];
    }
}
