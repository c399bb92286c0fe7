using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;
using GoldenSignals.Domain.Universe;

namespace GoldenSignals.Domain.Tests.Universe;

public class UniverseStateTests
{
    private static readonly DateTime s_start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static UniverseRow Row(int i, double close = 10, double change = 1, double above = 1, double momentum = 0) =>
        new($"S{i:D4}", close, change, above, momentum);

    [Fact]
    public void Counts_who_is_above_the_average_among_those_that_have_one()
    {
        var universe = new UniverseState();
        universe.Close(s_start, [.. Enumerable.Range(0, 25).Select(i => Row(i, above: i < 6 ? 1 : i < 24 ? 0 : double.NaN))]);
        Assert.Equal((25, 0.25), (universe.Of("S0001").Count, universe.Of("S0001").AboveSma50));
        Assert.Equal(universe.Of("S0001").AboveSma50, universe.Of("UNHEARD").AboveSma50);
    }

    [Fact]
    public void The_oscillator_takes_the_balance_of_advances_and_declines()
    {
        var universe = new UniverseState();
        for (int t = 0; t < 39; t++)
            universe.Close(s_start.AddDays(t), [.. Enumerable.Range(0, 24).Select(i => Row(i, change: i < 12 ? 1 : -1))]);
        Assert.Equal(0, universe.Of("S0001").McClellan, 12);
        universe.Close(s_start.AddDays(39), [.. Enumerable.Range(0, 24).Select(i => Row(i, change: i < 15 ? 1e9 : i < 20 ? -1e-9 : 0))]);
        Assert.Equal(1000.0 * (15 - 5) / (15 + 5) * (0.1 - 0.05), universe.Of("S0001").McClellan, 12);
    }

    [Fact]
    public void With_fewer_than_20_symbols_only_their_number_is_told_and_nothing_is_remembered()
    {
        UniverseState one = Random(30, 60), two = Random(30, 60);
        one.Close(s_start.AddDays(60).AddHours(1), [.. Enumerable.Range(0, 19).Select(i => Row(i))]);
        Assert.Equal(UniverseValues.None with { Count = 19 }, one.Of("S0001"));
        UniverseRow[] next = [.. Enumerable.Range(0, 30).Select(i => Row(i, momentum: i))];
        one.Close(s_start.AddDays(61), next);
        two.Close(s_start.AddDays(61), next);
        AssertSame(two, one);
        Assert.False(double.IsNaN(one.Of("S0001").McClellan));
    }

    [Fact]
    public void Blocks_of_64_symbols_take_turns_at_getting_partners()
    {
        const int Symbols = 150;
        var (universe, random) = (new UniverseState(), new Random(4));
        var (walk, noise) = (100.0, new double[Symbols]);
        for (int t = 0; t < UniverseState.FormationBars + UniverseState.FormationPeriod; t++)
        {
            walk *= 1 + 0.02 * (random.NextDouble() - 0.5);
            universe.Close(s_start.AddDays(t), [.. Enumerable.Range(0, Symbols).Select(i => Row(i, close: walk * (1 + (noise[i] = 0.5 * noise[i] + 0.01 * (random.NextDouble() - 0.5)))))]);
            int turn = t + 1 - UniverseState.FormationBars;
            for (int block = 0; block * 64 < Symbols; block++)
            {
                bool any = Enumerable.Range(block * 64, Math.Min(64, Symbols - block * 64)).Any(i => universe.PartnerOf($"S{i:D4}") is not null);
                Assert.Equal(turn >= block, any);
            }
        }
    }

    [Fact]
    public void Ranks_run_from_0_to_1_and_equal_returns_share_theirs()
    {
        var universe = new UniverseState();
        universe.Close(s_start, [.. Enumerable.Range(0, 22).Select(i => Row(i, momentum: i == 21 ? double.NaN : i is 10 or 11 ? 0.105 : i / 100.0))]);
        Assert.Equal([0, 0.05, 0.525, 0.525, 1], new[] { 0, 1, 10, 11, 20 }.Select(i => universe.Of($"S{i:D4}").Rank));
        Assert.True(double.IsNaN(universe.Of("S0021").Rank));
        Assert.True(double.IsNaN(universe.Of("UNHEARD").Rank));
    }

    [Fact]
    public void The_order_in_which_rows_arrive_does_not_matter()
    {
        UniverseState one = Random(70, 300), two = Random(70, 300, shuffle: true);
        AssertSame(one, two);
        Assert.Contains(one.Snapshot().Partners, partner => partner >= 0);
    }

    [Fact]
    public void Goes_on_bit_equal_from_a_snapshot()
    {
        foreach (int cut in new[] { 1, 252, 265 })
        {
            UniverseState whole = Random(70, cut), restored = new(whole.Snapshot());
            AssertSame(whole, restored);
            for (int t = cut; t < 290; t++)
            {
                UniverseRow[] rows = RandomRows(70, t);
                whole.Close(s_start.AddDays(t), rows);
                restored.Close(s_start.AddDays(t), rows);
                AssertSame(whole, restored);
            }
            Assert.Contains(whole.Snapshot().Partners, partner => partner >= 0);
        }
    }

    [Fact]
    public void A_symbol_twice_or_a_time_that_is_past_is_refused()
    {
        var universe = new UniverseState();
        Assert.Throws<ArgumentException>(() => universe.Close(s_start, [Row(1), Row(2), Row(1)]));
        universe.Close(s_start, [Row(1)]);
        Assert.Throws<ArgumentException>(() => universe.Close(s_start, [Row(1)]));
    }

    [Fact]
    public void Symbols_that_fell_silent_are_forgotten_and_new_ones_taken_in()
    {
        UniverseState universe = Random(30, 10);
        for (int t = 10; t < 300; t++)
            universe.Close(s_start.AddDays(t), [.. Enumerable.Range(5, 30).Select(i => Row(i, close: 10 + i))]);
        Assert.Equal(30, universe.Symbols);
        Assert.True(double.IsNaN(universe.Of("S0001").Rank));
        Assert.False(double.IsNaN(universe.Of("S0034").Rank));
    }

    [Fact]
    public void Allocates_nothing_once_it_knows_its_symbols()
    {
        UniverseState universe = Random(150, 280);
        UniverseRow[][] rows = [.. Enumerable.Range(280, 50).Select(t => RandomRows(150, t))];
        universe.Close(s_start.AddDays(280), rows[0]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int t = 1; t < rows.Length; t++)
            universe.Close(s_start.AddDays(280 + t), rows[t]);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000);         // forgetting the silent makes a delegate now and then
    }

    [Fact]
    public void A_row_tells_what_the_window_shows()
    {
        var window = new BarWindow();
        Bar[] bars = SomeBars.Random(1, 300);
        foreach (Bar bar in bars)
            window.Add(bar);
        UniverseRow row = UniverseRow.Of("A", window, bars[^1].Close - 1);
        Assert.Equal(("A", bars[^1].Close, 1), (row.Symbol, row.Close, row.AboveSma50));
        Assert.Equal(bars[^1].Close - bars[^2].Close, row.Change);
        Assert.Equal(bars[^22].Close / bars[^253].Close - 1, row.Momentum);

        var young = new BarWindow();
        young.Add(bars[0]);
        row = UniverseRow.Of("A", young, double.NaN);
        Assert.True(double.IsNaN(row.Change) && double.IsNaN(row.AboveSma50) && double.IsNaN(row.Momentum));
    }

    private static UniverseState Random(int symbols, int barTimes, bool shuffle = false)
    {
        var universe = new UniverseState();
        var random = new Random(1);
        for (int t = 0; t < barTimes; t++)
        {
            UniverseRow[] rows = RandomRows(symbols, t);
            if (shuffle)
                random.Shuffle(rows);
            universe.Close(s_start.AddDays(t), rows);
        }
        return universe;
    }

    /// <summary>Symbols in groups of two that hang together; each is missing now and then.</summary>
    private static UniverseRow[] RandomRows(int symbols, int t) =>
    [
        .. Enumerable.Range(0, symbols).Where(i => (i * 7 + t) % 31 != 0).Select(i =>
        {
            double market = Math.Sin(t / 30.0 + i / 2), own = Math.Sin(i * 12.9898 + t * 0.9) * 0.02;
            double change = Math.Sin(i * 3.1 + t * 1.7);
            return Row(i, 100 * Math.Exp(market + own), change, change > 0.2 ? 1 : 0, Math.Sin(i * 5.3 + t * 0.01));
        }),
    ];

    private static void AssertSame(UniverseState expected, UniverseState actual)
    {
        UniverseSnapshot a = expected.Snapshot(), b = actual.Snapshot();
        Assert.Equal(a.BarTimes, b.BarTimes);
        Assert.Equal(a.Symbols, b.Symbols);
        Assert.Equal(a.Partners, b.Partners);
        foreach ((double[] one, double[] two) in new[] { (a.Market, b.Market), (a.Closes, b.Closes), (a.Figures, b.Figures) })
            Assert.Equal(one.Select(BitConverter.DoubleToInt64Bits), two.Select(BitConverter.DoubleToInt64Bits));
        foreach (string symbol in a.Symbols)
            Assert.Equal(expected.Of(symbol), actual.Of(symbol));
    }
}
