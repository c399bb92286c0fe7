using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Sentiment;
using GoldenSignals.Domain.Tests.Support;
using GoldenSignals.Grains;
using GoldenSignals.Grid.Tests.Support;

namespace GoldenSignals.Grid.Tests;

/// <summary>What came in = processed + duplicates + quarantined + shed: nothing vanishes.</summary>
public class CounterTests
{
    private static readonly DateTime s_start = SomeBars.Start;
    private static readonly string[] s_symbols = ["AAA", "BBB", "CCC", "DDD", "EEE", "a/../b", "NEWS", Canary.Symbol];

    /// <summary>Anything that may come, most of it wrong in some way.</summary>
    private static TickBatch Anything(Random random, string symbol, int minute)
    {
        DateTime now = s_start.AddMinutes(minute);
        Tick[] ticks =
        [
            .. Enumerable.Range(0, random.Next(20)).Select(_ => new Tick(
                symbol,
                random.Next(20) switch { 0 => DateTime.MinValue, 1 => now.AddYears(1), 2 => now.AddHours(-1), _ => now.AddSeconds(random.Next(60)) },
                random.Next(20) switch { 0 => double.NaN, 1 => -1, 2 => 500, _ => 100 + random.NextDouble() },
                random.Next(20) switch { 0 => double.PositiveInfinity, _ => 1 },
                $"s{random.Next(4)}",
                random.Next(4) switch { 0 => 0, 1 => random.Next(20), _ => minute * 100 + random.Next(100) })),
        ];
        SymbolBar[] bars = [.. Enumerable.Range(0, random.Next(4)).Select(_ => new SymbolBar(
            symbol, TimeSpan.FromMinutes(random.Next(3)), new(now.AddMinutes(random.Next(-3, 3)), 100, random.Next(3) == 0 ? 90 : 102, 99, 101, 10)))];
        SymbolInput[] inputs = [.. Enumerable.Range(0, random.Next(4)).Select(_ => new NewsItem(symbol, random.Next(5) == 0 ? now.AddYears(1) : now, random.Next(5) == 0 ? "" : "Profit", Id: $"{random.Next(50)}"))];
        return new(ticks, bars, random.Next(3) == 0 ? now : DateTime.MinValue) { Inputs = inputs };
    }

    private static int Counted(TickBatch batch) => batch.Count - batch.Ticks.Count(tick => tick.Symbol == Canary.Symbol);

    private static void Balances(GridStatus status)
    {
        Assert.All(status.Input, shard => Assert.Equal(shard.Received, shard.Processed + shard.Duplicates + shard.Quarantined + shard.Shed));
        Assert.Equal(status.Totals.Received, status.Totals.Processed + status.Totals.Duplicates + status.Totals.Refused + status.Totals.Shed);
        Assert.Equal(status.Totals.Received, status.Input.Sum(shard => shard.Received));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public async Task Whatever_comes_in_is_accounted_for_once(int seed, bool live)
    {
        var random = new Random(seed);
        await using TestGrid grid = await TestGrid.Start(
            live: live, clock: new StoppedClock(s_start.AddHours(3)), settings: [("Ticks:MaxSources", "3"), ("Grid:MaxSymbols", "10")]);
        (long received, long accepted, long duplicates, long rejected) = (0, 0, 0, 0);
        for (int i = 0; i < 300; i++)
        {
            string symbol = s_symbols[random.Next(s_symbols.Length - 1)];
            TickBatch batch = Anything(random, symbol, i / 2);
            IngestReceipt receipt = await grid.ShardOf(symbol).Ingest(batch);
            Assert.Equal(batch.Count, receipt.Accepted + receipt.Duplicates + receipt.Rejected.Length);
            (received, accepted, duplicates, rejected) = (received + batch.Count, accepted + receipt.Accepted, duplicates + receipt.Duplicates, rejected + receipt.Rejected.Length);
        }
        GridStatus status = await grid.Universe.Status();
        Balances(status);
        Assert.Equal((received, accepted, duplicates, rejected, 0L), (status.Totals.Received, status.Totals.Processed, status.Totals.Duplicates, status.Totals.Refused, status.Totals.Shed));
        string[] wanted =
        [
            Refusal.InvalidSymbol, Refusal.PriceNotFinite, Refusal.PriceOutOfRange, Refusal.SizeOutOfRange, Refusal.TimeOutOfRange, Refusal.LateTick, Refusal.LateBar,
            Refusal.PriceSpike, Refusal.InconsistentBar, Refusal.IntervalMismatch, Refusal.TooManySources, .. live ? new[] { Refusal.FutureTick, Refusal.FutureInput } : [],
        ];
        Assert.Empty(wanted.Except(status.Totals.Quarantined.Select(count => count.Reason)));
        Assert.True(status.Input.Count(shard => shard.Received > 0) > 1, "all in one shard");
    }

    [Theory, InlineData(4), InlineData(5)]
    public async Task Faults_amid_a_batch_lose_no_count(int seed)
    {
        var random = new Random(seed);
        await using TestGrid grid = await TestGrid.Start();
        int faults = 0;
        long received = 0;
        for (int i = 0; i < 300; i++)
        {
            string symbol = s_symbols[random.Next(s_symbols.Length)];
            TickBatch batch = Anything(random, symbol, i / 2);
            switch (random.Next(8))
            {
                case 0: grid.Journal.FailNext = random.Next(1, 4); break;
                case 1: grid.Reports.FailNext(random.Next(1, 4)); break;
            }
            try
            {
                await grid.ShardOf(symbol).Ingest(batch);
                received += Counted(batch);
            }
            catch (Exception error) when (error is IOException)
            {
                faults++;
            }
            Balances(await grid.Universe.Status());
        }
        grid.Journal.FailNext = 0;
        grid.Reports.FailNext(0);
        for (int i = 0; i < 2; i++)                                  // what could not be told is told with the next batch
            foreach (string symbol in s_symbols)
                await grid.ShardOf(symbol).Ingest(new([new(symbol, s_start.AddDays(1 + i), 100, 1)], [], DateTime.MinValue));
        GridStatus status = await grid.Universe.Status();
        Balances(status);
        Assert.True(faults > 10, $"{faults} faults");
        Assert.True(status.Totals.Received >= received + 2 * (s_symbols.Length - 1), $"{status.Totals.Received} received, {received} acknowledged");
    }

    [Fact]
    public async Task The_counts_of_a_shard_that_comes_back_go_on()
    {
        using var folder = new TempFolder();
        TempFolder crashed;
        await using (TestGrid grid = await TestGrid.StartIn(folder.Path))
        {
            var random = new Random(6);
            for (int i = 0; i < 50; i++)
                await grid.ShardOf("AAA").Ingest(Anything(random, "AAA", i));
            Balances(await grid.Universe.Status());
            crashed = folder.Crashed();
        }
        using (crashed)
        {
            await using TestGrid again = await TestGrid.StartIn(crashed.Path);
            Balances(await again.Universe.Status());
            await again.Ticks("AAA", DateTime.MinValue, new Tick("AAA", s_start.AddDays(1), 100, 1));
            GridStatus status = await again.Universe.Status();
            Balances(status);
            Assert.Equal(1, status.Totals.Received);                 // of this process
        }
    }

    private sealed class StoppedClock(DateTime now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(now);
    }
}
