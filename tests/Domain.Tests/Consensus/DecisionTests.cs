using System.Globalization;
using GoldenSignals.Domain.Consensus;

namespace GoldenSignals.Domain.Tests.Consensus;

public class DecisionTests
{
    [Fact]
    public void The_id_tells_symbol_interval_bar_time_and_configuration() =>
        Assert.Equal("TEST:1m:20240102T143000Z:0123abcd", SomeDecision.Of().Id);

    [Fact]
    public void Ids_differ_where_symbol_interval_bar_time_or_configuration_does()
    {
        Decision decision = SomeDecision.Of();
        Decision[] others =
        [
            decision,
            decision with { Symbol = "TEST1" },
            decision with { Symbol = "BTC/USD" },
            decision with { Interval = TimeSpan.FromMinutes(11) },
            decision with { Interval = TimeSpan.FromMilliseconds(1) },
            decision with { BarTimeUtc = decision.BarTimeUtc.AddSeconds(1) },
            decision with { BarTimeUtc = decision.BarTimeUtc.AddMilliseconds(250) },
            decision with { BarTimeUtc = decision.BarTimeUtc.AddMilliseconds(25) },
            decision with { BarTimeUtc = decision.BarTimeUtc.AddDays(1) },
            decision with { BarTimeUtc = decision.BarTimeUtc.AddYears(1) },
            decision with { Configuration = "0123abce" },
        ];
        Assert.Equal(others.Length, others.Select(other => other.Id).Distinct().Count());
    }

    [Fact]
    public void The_id_does_not_depend_on_what_was_decided_nor_on_the_culture()
    {
        Decision decision = SomeDecision.Of();
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (other.DateTimeFormat.TimeSeparator, other.NumberFormat.NegativeSign) = (".", "~");
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = other;
            Assert.Equal("TEST:1m:20240102T143000Z:0123abcd", (decision with { Action = SignalAction.Hold, Score = -1, Position = null }).Id);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(SignalAction.Hold, SignalAction.Hold, false)]
    [InlineData(SignalAction.Hold, SignalAction.Buy, true)]
    [InlineData(SignalAction.Sell, SignalAction.Hold, true)]
    [InlineData(SignalAction.Sell, SignalAction.Sell, false)]
    public void A_signal_is_a_change_of_action(SignalAction before, SignalAction action, bool signal) =>
        Assert.Equal(signal, (SomeDecision.Of() with { ActionBefore = before, Action = action }).IsSignal);
}
