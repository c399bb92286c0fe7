using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Storage;
using GoldenSignals.Domain.Tests.Market;
using GoldenSignals.Domain.Tests.Support;
using GoldenSignals.Domain.Universe;

namespace GoldenSignals.Domain.Tests.Storage;

/// <summary>Windows, builders, gates and the universe through bytes and back.</summary>
public class MarketStateTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    [Theory, InlineData(0), InlineData(1), InlineData(63), InlineData(64), InlineData(65), InlineData(1000)]
    public void A_window_comes_back_with_its_bars_and_its_count(int bars)
    {
        var window = new BarWindow(64);
        Bar[] all = SomeBars.Random(seed: bars, count: bars + 100);
        foreach (Bar bar in all[..bars])
            window.Add(bar);
        BarWindow restored = Window(Bytes.Of(window.Save));
        for (int i = bars; ; i++)
        {
            Assert.Equal(window.Newest(), restored.Newest());
            Assert.Equal((window.TotalSeen, window.Count), (restored.TotalSeen, restored.Count));
            if (i == all.Length)
                break;
            window.Add(all[i]);
            restored.Add(all[i]);
        }
    }

    [Fact]
    public void A_window_of_another_capacity_or_with_bars_out_of_order_is_refused()
    {
        var window = new BarWindow(64);
        foreach (Bar bar in SomeBars.Random(seed: 1, count: 70))
            window.Add(bar);
        byte[] bytes = Bytes.Of(window.Save);
        Assert.Throws<InvalidDataException>(() => new BarWindow(65).Restore(new(bytes)));

        Window(Written(capacity: 64, seen: 3, 0, 1, 5));
        Refused(capacity: 64, seen: 1, 0, 1);                                          // fewer seen than there are
        Refused(capacity: 64, seen: 3, 0, 1);                                          // more seen than there are in a window that is not full
        Refused(capacity: 64, seen: 2, 1, 1);                                          // the same time twice
        Refused(capacity: 64, seen: 2, 1, 0);                                          // backwards
        Refused(capacity: 64, seen: 65, [.. Enumerable.Range(0, 65)]);                 // more than it holds

        static void Refused(int capacity, int seen, params int[] minutes) => Assert.Throws<InvalidDataException>(() => Window(Written(capacity, seen, minutes)));

        static byte[] Written(int capacity, int seen, params int[] minutes) => Bytes.Of(to =>
        {
            to.Int(capacity);
            to.Int(seen);
            to.Int(minutes.Length);
            DateTime following = default, before = default;
            foreach (DateTime time in minutes.Select(minute => SomeBars.Start.AddMinutes(minute)))
            {
                to.Time(time, following);
                for (int i = 0; i < 5; i++)
                    to.Number(1);
                following = before == default ? time : time + (time - before);
                before = time;
            }
        });
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void A_restored_builder_builds_the_same_bars(int seed)
    {
        var random = new Random(seed);
        BarBuilder builder = new(s_minute), broken = new(s_minute);
        foreach (Tick tick in SomeTicks.InOrder(seed, 3000))
        {
            if (random.Next(5) == 0)
                broken = Builder(Bytes.Of(broken.Save));
            Assert.Equal((builder.EarliestUtc, builder.Developing, builder.EndUtc), (broken.EarliestUtc, broken.Developing, broken.EndUtc));
            Tick some = tick with { TimeUtc = tick.TimeUtc.AddSeconds(-random.Next(40)) };
            Assert.Equal((builder.Add(some, out Bar closed), closed), (broken.Add(some, out Bar again), again));
            if (random.Next(20) == 0)
                Assert.Equal((builder.CloseUpTo(tick.TimeUtc, out closed), closed), (broken.CloseUpTo(tick.TimeUtc, out again), again));
        }
        Assert.Equal(Bytes.Of(builder.Save), Bytes.Of(broken.Save));
    }

    [Fact]
    public void A_builder_of_another_interval_is_refused()
    {
        var builder = new BarBuilder(s_minute);
        builder.Add(SomeTicks.At(1, 100), out _);
        byte[] bytes = Bytes.Of(builder.Save);
        Assert.Throws<InvalidDataException>(() => new BarBuilder(2 * s_minute).Restore(new(bytes)));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void A_gate_restored_while_no_spike_waits_judges_as_if_nothing_had_happened(int seed)
    {
        var random = new Random(seed);
        TickGate gate = new(new()), broken = new(new());
        int saves = 0;
        var admitted = new List<Tick>();
        var verdicts = new HashSet<string?>();
        for (int i = 1; i < 2000; i++)
        {
            Tick tick = admitted.Count > 0 && random.Next(20) == 0
                ? admitted[random.Next(admitted.Count)]
                : SomeTicks.At(i, random.Next(8) == 0 ? 300 : 100 + random.NextDouble(), 1, i, $"source {random.Next(4)}");
            string? verdict = gate.Admit(tick, SomeTicks.Start);
            Assert.Equal(verdict, broken.Admit(tick, SomeTicks.Start));
            Assert.Equal(Bytes.Of(gate.Save), Bytes.Of(broken.Save));
            verdicts.Add(verdict);
            if (verdict is not null)
                continue;
            admitted.Add(tick);
            if (random.Next(10) == 0)
            {
                broken = Gate(Bytes.Of(broken.Save));
                saves++;
            }
        }
        Assert.True(saves > 50, $"{saves} saves");
        Assert.Equal([null, Refusal.Duplicate, Refusal.PriceSpike], verdicts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_fresh_gate_and_a_fresh_builder_come_back_fresh()
    {
        Assert.Null(Gate(Bytes.Of(new TickGate(new()).Save)).Admit(SomeTicks.At(0, 100), default));
        Assert.Null(Builder(Bytes.Of(new BarBuilder(s_minute).Save)).Developing);
        Assert.Equal(default, Builder(Bytes.Of(new BarBuilder(s_minute).Save)).EarliestUtc);
    }

    [Fact]
    public void A_universe_goes_on_from_its_bytes()
    {
        var random = new Random(1);
        UniverseState universe = new(), broken = new();
        double[] prices = [.. Enumerable.Repeat(100.0, 24)];
        for (int day = 0; day < 300; day++)
        {
            UniverseRow[] rows = [.. prices.Select((price, i) =>
                new UniverseRow($"S{i:D2}", price, random.NextDouble() - 0.5, random.Next(2), random.NextDouble())).Where(_ => random.Next(50) > 0)];
            universe.Close(SomeBars.Start.AddDays(day), rows);
            broken.Close(SomeBars.Start.AddDays(day), rows);
            for (int i = 0; i < prices.Length; i++)
                prices[i] *= 1 + 0.02 * (random.NextDouble() - 0.5);
            if (day % 31 != 7)
                continue;
            UniverseSnapshot snapshot = broken.Snapshot(), again = Bytes.Read(Bytes.Of(snapshot.Write), UniverseSnapshot.Read);
            Assert.Equal(Plain.Of(snapshot), Plain.Of(again));
            broken = new(again);
        }
        Assert.Equal(Bytes.Of(universe.Snapshot().Write), Bytes.Of(broken.Snapshot().Write));
        Assert.Equal(Plain.Of(universe.Snapshot()), Plain.Of(broken.Snapshot()));
        Assert.Contains(universe.Snapshot().Partners, partner => partner >= 0);
    }

    [Fact]
    public void Damage_is_refused_or_restored_as_something_else()
    {
        var random = new Random(2);
        var window = new BarWindow(64);
        foreach (Bar bar in SomeBars.Random(seed: 1, count: 70))
            window.Add(bar);
        Damage(window.Save, from => new BarWindow(64).Restore(from));

        var (builder, gate) = (new BarBuilder(s_minute), new TickGate(new()));
        foreach (Tick tick in SomeTicks.InOrder(3, 50))
        {
            builder.Add(tick, out _);
            gate.Apply(tick with { Source = $"source {random.Next(5)}" });
        }
        Damage(builder.Save, from => new BarBuilder(s_minute).Restore(from));
        Damage(gate.Save, from => new TickGate(new()).Restore(from));

        var universe = new UniverseState();
        for (int day = 0; day < 30; day++)
            universe.Close(SomeBars.Start.AddDays(day), [.. Enumerable.Range(0, 22).Select(i => new UniverseRow($"S{i:D2}", 100 + random.NextDouble(), 1, 1, 0.1))]);
        Damage(universe.Snapshot().Write, from => _ = new UniverseState(UniverseSnapshot.Read(from)));

        void Damage(Action<StateWriter> save, Action<StateReader> restore)
        {
            byte[] bytes = Bytes.Of(save);
            Bytes.RefusedWhereverCut(bytes, restore, random);
            Assert.True(Bytes.RefusedOrReadWhereverChanged(bytes, restore, random) > 0);
        }
    }

    private static BarWindow Window(byte[] bytes) => Bytes.Read(bytes, from =>
    {
        var window = new BarWindow(64);
        window.Restore(from);
        return window;
    });

    private static BarBuilder Builder(byte[] bytes) => Bytes.Read(bytes, from =>
    {
        var builder = new BarBuilder(s_minute);
        builder.Restore(from);
        return builder;
    });

    private static TickGate Gate(byte[] bytes) => Bytes.Read(bytes, from =>
    {
        var gate = new TickGate(new());
        gate.Restore(from);
        return gate;
    });
}
