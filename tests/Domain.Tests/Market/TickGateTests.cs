using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Market;
using static GoldenSignals.Domain.Tests.Market.SomeTicks;

namespace GoldenSignals.Domain.Tests.Market;

public class TickGateTests
{
    private static readonly TickGate.Options s_options = new();
    private readonly TickGate _gate = new(s_options);

    private string? Admit(Tick tick) => _gate.Admit(tick, DateTime.MinValue);

    [Fact]
    public void A_repeated_or_older_sequence_of_a_source_is_a_duplicate()
    {
        Assert.Null(Admit(At(0, 100, sequence: 5)));
        Assert.Equal(Refusal.Duplicate, Admit(At(1, 100, sequence: 5)));
        Assert.Equal(Refusal.Duplicate, Admit(At(1, 100, sequence: 4)));
        Assert.Null(Admit(At(1, 100, sequence: 4, source: "b")));
        Assert.Equal(Refusal.Duplicate, Admit(At(1, 100, sequence: 4, source: "b")));
        Assert.Null(Admit(At(1, 100, sequence: 9)));
    }

    [Fact]
    public void Without_sequence_numbers_nothing_is_a_duplicate()
    {
        Assert.Null(Admit(At(0, 100)));
        Assert.Null(Admit(At(0, 100)));
    }

    [Fact]
    public void Sources_are_bounded()
    {
        var gate = new TickGate(s_options with { MaxSources = 3 });
        for (int i = 0; i < 3; i++)
            Assert.Null(gate.Admit(At(i, 100, sequence: 1, source: $"s{i}"), DateTime.MinValue));
        Assert.Equal(Refusal.TooManySources, gate.Admit(At(99, 100, sequence: 1, source: "one more"), DateTime.MinValue));
        Assert.Equal(Refusal.Duplicate, gate.Admit(At(99, 100, sequence: 1, source: "s1"), DateTime.MinValue));
    }

    [Fact]
    public void What_lies_before_the_earliest_time_is_late_and_may_be_sent_again()
    {
        Assert.Equal(Refusal.LateTick, _gate.Admit(At(0, 100, sequence: 1), Start.AddTicks(1)));
        Assert.Null(_gate.Admit(At(0, 100, sequence: 1), Start));
    }

    [Fact]
    public void More_than_a_second_ahead_of_the_clock_is_the_future_but_not_in_a_replay()
    {
        Tick tick = At(10, 100, sequence: 1);
        Assert.Equal(Refusal.FutureTick, _gate.Admit(tick, DateTime.MinValue, tick.TimeUtc.AddSeconds(-1).AddTicks(-1)));
        Assert.Null(_gate.Admit(tick, DateTime.MinValue, tick.TimeUtc.AddSeconds(-1)));
        Assert.Null(_gate.Admit(At(99999, 100, sequence: 2), DateTime.MinValue));
    }

    [Theory, InlineData(100, 0.05), InlineData(25, 0.05), InlineData(24, 0.10), InlineData(3, 0.10), InlineData(2.9, 0.20), InlineData(0.01, 0.20)]
    public void The_band_goes_by_price(double price, double fraction)
    {
        foreach (int sign in new[] { -1, 1 })
        {
            var gate = new TickGate(s_options);
            Assert.Null(gate.Admit(At(0, price), DateTime.MinValue));
            Assert.Equal(Refusal.PriceSpike, gate.Admit(At(1, price * (1 + sign * (fraction + 0.001))), DateTime.MinValue));
            Assert.Null(gate.Admit(At(2, price * (1 + sign * (fraction - 0.001))), DateTime.MinValue));
        }
    }

    [Fact]
    public void A_price_older_than_five_minutes_bounds_nothing()
    {
        Assert.Null(Admit(At(0, 100)));
        Assert.Equal(Refusal.PriceSpike, Admit(At(300, 200)));
        Assert.Null(Admit(At(300.1, 200)));
    }

    [Fact]
    public void A_new_level_is_believed_after_three_confirmations()
    {
        Assert.Null(Admit(At(0, 100)));
        Assert.Equal(
            [Refusal.PriceSpike, Refusal.PriceSpike, Refusal.PriceSpike, null, null],
            new[] { 50.0, 51, 50.5, 50, 50 }.Select((price, i) => Admit(At(1 + i, price))));
        Assert.Equal(Refusal.PriceSpike, Admit(At(9, 100)));
    }

    [Fact]
    public void Confirmations_count_only_near_each_other_and_in_a_row()
    {
        Assert.Null(Admit(At(0, 100)));
        foreach (double price in new[] { 50.0, 60, 70, 80, 90 })
            Assert.Equal(Refusal.PriceSpike, Admit(At(1, price)));
        foreach (double price in new[] { 200.0, 200, 200 })
            Assert.Equal(Refusal.PriceSpike, Admit(At(2, price)));
        Assert.Null(Admit(At(3, 100)));
        Assert.Equal(Refusal.PriceSpike, Admit(At(4, 200)));
    }

    [Fact]
    public void A_spike_sent_again_does_not_confirm_itself()
    {
        Assert.Null(Admit(At(0, 100, sequence: 1)));
        Assert.Equal(Refusal.PriceSpike, Admit(At(1, 50, sequence: 2)));
        for (int i = 0; i < 5; i++)
            Assert.Equal(Refusal.Duplicate, Admit(At(1, 50, sequence: 2)));
    }

    [Fact]
    public void An_older_tick_does_not_move_the_reference()
    {
        Assert.Null(Admit(At(10, 100)));
        Assert.Null(Admit(At(5, 104)));
        Assert.Equal(Refusal.PriceSpike, Admit(At(11, 106)));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void The_saved_state_is_a_fold_over_the_admitted_ticks(int seed)
    {
        var random = new Random(seed);
        var replayed = new TickGate(s_options);
        for (int i = 1; i < 2000; i++)
        {
            double price = random.Next(20) == 0 ? 300 : 100 + random.NextDouble();
            Tick tick = At(i * 0.1, price, 1, random.Next(Math.Max(1, i - 3), i + 3), $"s{random.Next(3)}");
            if (Admit(tick) is null)
                replayed.Apply(tick);
            TickGateState live = _gate.Save(), folded = replayed.Save();
            Assert.Equal((live.Price, live.TimeUtc), (folded.Price, folded.TimeUtc));
            Assert.Equal(live.Sources, folded.Sources);
        }
        var restored = new TickGate(s_options, _gate.Save());
        Assert.Equal(_gate.Save().Sources, restored.Save().Sources);
        Assert.Equal(Refusal.Duplicate, restored.Admit(At(1000, 100, sequence: 1, source: "s0"), DateTime.MinValue));
    }

    [Fact]
    public void One_source_allocates_nothing()
    {
        Tick[] ticks = InOrder(1, 5000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (ref readonly Tick tick in ticks.AsSpan())
            _gate.Admit(tick, Start, tick.TimeUtc);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Options_are_validated()
    {
        Assert.True(Validator.TryValidateObject(s_options, new ValidationContext(s_options), null, true));
        TickGate.Options wrong = new() { Confirmations = 0, BandFrom3 = 0, MaxAhead = TimeSpan.FromHours(2), MaxSources = 0 };
        var errors = new List<ValidationResult>();
        Validator.TryValidateObject(wrong, new ValidationContext(wrong), errors, true);
        Assert.Equal(4, errors.Count);
    }
}
