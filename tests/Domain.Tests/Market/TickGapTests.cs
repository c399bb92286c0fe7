using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Storage;
using static GoldenSignals.Domain.Tests.Market.SomeTicks;

namespace GoldenSignals.Domain.Tests.Market;

/// <summary>What is missing in the numbers of a source, and sources that begin anew.</summary>
public class TickGapTests
{
    private static readonly TickGate.Options s_options = new();
    private readonly TickGate _gate = new(s_options);

    /// <summary>What becomes of a tick: why it was refused, "gap" if one lies before it, or "ok".</summary>
    private static string Take(TickGate gate, Tick tick) => gate.Admit(tick, DateTime.MinValue) ?? (gate.AfterGap ? "gap" : "ok");

    /// <summary>A tick a second, with these numbers.</summary>
    private static string Taken(TickGate gate, double second, params long[] numbers) =>
        string.Join(' ', numbers.Select((number, i) => Take(gate, At(second + i, 100, sequence: number))));

    [Fact]
    public void A_number_left_out_is_a_gap_and_the_first_of_a_source_is_none()
    {
        Assert.Equal("ok ok gap ok gap ok", Taken(_gate, 0, 7, 8, 10, 11, 20, 21));
        Assert.Equal("ok", Take(_gate, At(6, 100, sequence: 500, source: "b")));
        Assert.Equal("ok", Take(_gate, At(7, 100, sequence: 22)));
        Assert.Equal("gap", Take(_gate, At(8, 100, sequence: 502, source: "b")));
    }

    [Fact]
    public void Without_numbers_nothing_is_missing()
    {
        Assert.Equal("ok ok ok", Taken(_gate, 0, 0, 0, 0));
        Assert.Equal("ok ok", Taken(_gate, 3, 5, 0));
        Assert.Equal("gap ok", Taken(_gate, 5, 7, 0));
    }

    [Fact]
    public void What_comes_too_late_by_its_number_is_a_duplicate_and_stays_missing() =>
        Assert.Equal("ok gap duplicate ok", string.Join(' ', new[] { (1, 0), (3, 2), (2, 1), (4, 3) }.Select(tick => Take(_gate, At(tick.Item2, 100, sequence: tick.Item1)))));

    [Fact]
    public void A_tick_that_is_quarantined_is_missing()
    {
        Assert.Equal("ok", Taken(_gate, 0, 1));
        Assert.Equal(Refusal.PriceSpike, Take(_gate, At(1, 300, sequence: 2)));
        Assert.Equal("gap ok", Taken(_gate, 2, 3, 4));
        Assert.Equal(Refusal.FutureTick, _gate.Admit(At(90, 100, sequence: 5), DateTime.MinValue, Start.AddSeconds(4)));
        Assert.Equal(Refusal.LateTick, _gate.Admit(At(4, 100, sequence: 6), Start.AddSeconds(5)));
        Assert.Equal("gap", Taken(_gate, 5, 7));
    }

    [Theory]
    [InlineData("", "gap")]
    [InlineData("a", "ok")]
    [InlineData("b, a ,c", "ok")]
    [InlineData("*", "ok")]
    [InlineData("aa,A,b", "gap")]
    public void Sources_that_leave_numbers_out_are_named(string sparse, string after)
    {
        var gate = new TickGate(s_options with { SparseSources = sparse });
        Assert.Equal($"ok {after} {after}", Taken(gate, 0, 1, 5, 9));
        Assert.Equal("duplicate duplicate", Taken(gate, 0, 5, 9));
        gate = new(s_options with { SparseSources = sparse }, gate.Save());
        Assert.Equal(after, Taken(gate, 3, 20));
        Assert.Equal("duplicate duplicate duplicate gap", Taken(gate, 4, 1, 3, 8, 13));
    }

    [Fact]
    public void A_source_that_begins_anew_is_believed_after_three_confirmations_and_that_is_a_gap()
    {
        Assert.Equal("ok ok", Taken(_gate, 0, 900, 901));
        Assert.Equal("duplicate duplicate duplicate gap ok ok", Taken(_gate, 2, 1, 2, 3, 4, 5, 6));
        Assert.Equal("duplicate duplicate duplicate gap", Taken(_gate, 10, 1, 3, 4, 6));
    }

    [Theory, InlineData(1), InlineData(7)]
    public void How_many_confirm_it_is_an_option(int confirmations)
    {
        var gate = new TickGate(s_options with { ResetConfirmations = confirmations });
        Taken(gate, 0, 900, 901);
        Assert.Equal(confirmations, Enumerable.Range(1, 20).Select(i => Take(gate, At(10 + i, 100, sequence: i))).TakeWhile(taken => taken == Refusal.Duplicate).Count());
    }

    [Fact]
    public void The_same_ticks_again_never_count_as_a_new_beginning()
    {
        Tick[] sent = [.. Enumerable.Range(1, 50).Select(i => At(i / 10, 100, sequence: i))];           // ten of each time
        Assert.All(sent, tick => Assert.Equal("ok", Take(_gate, tick)));
        for (int again = 0; again < 5; again++)
            Assert.All(sent, tick => Assert.Equal(Refusal.Duplicate, Take(_gate, tick)));
        Assert.Equal("ok", Take(_gate, At(5, 100, sequence: 51)));
    }

    [Fact]
    public void What_says_that_a_source_begins_anew_does_not_confirm_itself()
    {
        Taken(_gate, 0, 900, 901);
        for (int again = 0; again < 5; again++)
            Assert.Equal("duplicate duplicate duplicate", Taken(_gate, 2, 1, 2, 3));
        Assert.Equal("gap", Taken(_gate, 5, 4));
    }

    [Fact]
    public void The_last_number_repeated_at_later_times_is_no_beginning() =>
        Assert.Equal("ok duplicate duplicate duplicate duplicate duplicate ok", Taken(_gate, 0, 5, 5, 5, 5, 5, 5, 6));

    [Fact]
    public void A_source_that_goes_on_has_not_begun_anew()
    {
        long number = 1000, other = 1;
        Taken(_gate, 0, number);
        for (int i = 1; i < 100; i++)
            Assert.Equal(i % 3 == 0 ? "ok" : "duplicate", Take(_gate, At(i, 100, sequence: i % 3 == 0 ? ++number : other++)));
    }

    [Fact]
    public void What_was_taken_before_a_source_began_anew_is_still_known_by_its_time()
    {
        Tick[] old = [.. Enumerable.Range(0, 10).Select(i => At(i, 100, sequence: 900 + i))];
        foreach (Tick tick in old)
            Take(_gate, tick);
        Assert.Equal("duplicate duplicate duplicate gap", Taken(_gate, 10, 1, 2, 3, 4));
        Assert.All(old, tick => Assert.Equal(Refusal.Duplicate, Take(_gate, tick)));
        Assert.All(old, tick => Assert.Equal(Refusal.Duplicate, Take(new(s_options, _gate.Save()), tick)));
        Assert.Equal("ok", Taken(_gate, 14, 5));
    }

    [Fact]
    public void A_source_that_overtakes_its_old_count_leaves_a_gap()
    {
        foreach ((long[] numbers, string taken) in new (long[], string)[]
        {
            ([1, 2, 4, 5], "duplicate duplicate duplicate gap"),
            ([2, 4, 5], "duplicate duplicate gap"),
            ([1, 2, 3, 4, 5], "duplicate duplicate duplicate duplicate gap"),
            ([1, 5], "duplicate gap"),
        })
        {
            var gate = new TickGate(s_options);
            Taken(gate, 0, 1, 2, 3);
            Assert.Equal(taken, Taken(gate, 3, numbers));
        }
    }

    [Fact]
    public void A_number_out_of_all_proportion_mutes_nobody()
    {
        Assert.Equal("ok gap", Taken(_gate, 0, 5, long.MaxValue));
        Assert.Equal("duplicate duplicate duplicate gap ok", Taken(_gate, 2, 6, 7, 8, 9, 10));

        Assert.Equal(Refusal.PriceSpike, Take(_gate, At(7, 300, sequence: long.MaxValue)));
        Assert.Equal("duplicate duplicate duplicate gap ok", Taken(_gate, 8, 11, 12, 13, 14, 15));
    }

    /// <summary>What was noticed and what is remembered follows from the admitted ticks alone, and goes through bytes unharmed.</summary>
    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    public void Gaps_are_a_fold_over_the_admitted_ticks(int seed)
    {
        var random = new Random(seed);
        var folded = new TickGate(s_options);
        var next = new long[3];
        int gaps = 0, anew = 0, muted = 0, mostMuted = 0;
        for (int i = 1; i < 5000; i++)
        {
            int source = random.Next(3);
            next[source] = random.Next(300) == 0 ? 1 : next[source] + (random.Next(20) == 0 ? random.Next(-3, 5) : 1);
            Tick tick = At(i * 0.1, random.Next(100) == 0 ? 300 : 100, 1, Math.Max(1, next[source]), $"s{source}");
            if (_gate.Admit(tick, DateTime.MinValue) is not null)
            {
                mostMuted = Math.Max(mostMuted, ++muted);
                continue;
            }
            muted = 0;
            anew += folded.Save().Sources.Any(known => known.Source == tick.Source && known.Sequence >= tick.Sequence) ? 1 : 0;
            folded.Apply(tick);
            gaps += folded.AfterGap ? 1 : 0;
            Assert.Equal(_gate.AfterGap, folded.AfterGap);
            byte[] bytes = Bytes.Of(_gate.Save);
            Assert.Equal(bytes, Bytes.Of(folded.Save));
            folded = new(s_options);
            folded.Restore(new(bytes));
        }
        Assert.True(gaps > 100 && anew > 3 && mostMuted < 40, $"{gaps} gaps, {anew} beginnings, {mostMuted} ticks refused in a row");
    }
}
