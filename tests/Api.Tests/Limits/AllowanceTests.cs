using System.Net;
using GoldenSignals.ApiClient.Limits;

namespace GoldenSignals.Api.Tests.Limits;

public class AllowanceTests
{
    private static readonly Rate s_fourInTwoSeconds = new(4, TimeSpan.FromSeconds(2));

    [Fact]
    public void As_much_as_the_limit_in_one_go_then_one_after_the_other()
    {
        var allowance = new Allowance();
        long now = DateTime.UnixEpoch.Ticks;
        Assert.Equal([3, 2, 1, 0], Enumerable.Range(0, 4).Select(_ => Granted(allowance.Take(now, s_fourInTwoSeconds)).Left));

        Standing refused = allowance.Take(now, s_fourInTwoSeconds);
        Assert.False(refused.Granted);
        Assert.Equal((5_000_000, 20_000_000), (refused.NextIn, refused.FullIn));                     // half a second, two seconds

        Assert.False(allowance.Take(now + 4_999_999, s_fourInTwoSeconds).Granted);
        Assert.Equal(0, Granted(allowance.Take(now + 5_000_000, s_fourInTwoSeconds)).Left);
        Assert.False(allowance.Take(now + 5_000_000, s_fourInTwoSeconds).Granted);
        Assert.Equal(3, Granted(allowance.Take(now + 60 * TimeSpan.TicksPerSecond, s_fourInTwoSeconds)).Left);       // what is not asked for does not add up
    }

    [Fact]
    public void What_is_refused_costs_nothing()
    {
        var allowance = new Allowance();
        for (int i = 0; i < 4; i++)
            allowance.Take(1_000, s_fourInTwoSeconds);
        for (int i = 0; i < 1_000; i++)
            Assert.Equal(5_000_000, allowance.Take(1_000, s_fourInTwoSeconds).NextIn);
    }

    [Fact]
    public async Task Many_at_the_same_time_get_exactly_what_there_is()
    {
        var allowance = new Allowance();
        var rate = new Rate(1_000, TimeSpan.FromHours(1));
        bool[][] granted = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Enumerable.Range(0, 1_000).Select(_ => allowance.Take(1, rate).Granted).ToArray())));
        Assert.Equal(1_000, granted.Sum(some => some.Count(one => one)));
    }

    [Fact]
    public void Strangers_are_forgotten_once_their_allowance_is_full_again()
    {
        var clock = new SteppedClock();
        var allowances = new Allowances<int>(s_fourInTwoSeconds, clock);
        for (int caller = 0; caller < 50_000; caller++)
        {
            allowances.Take(caller);
            clock.Now += TimeSpan.FromMilliseconds(10);
        }
        Assert.InRange(allowances.Count, 1, 1_100);
    }

    [Fact]
    public void A_network_of_IPv6_is_one_address_and_mapped_IPv4_is_IPv4()
    {
        Assert.Equal(Of("2001:db8:1:2::1"), Of("2001:db8:1:2:ffff::9"));
        Assert.NotEqual(Of("2001:db8:1:2::1"), Of("2001:db8:1:3::1"));
        Assert.Equal(Of("192.0.2.1"), Of("::ffff:192.0.2.1"));
        Assert.NotEqual(Of("192.0.2.1"), Of("192.0.2.2"));
        Assert.NotEqual(Of("0.0.0.0"), Of("::"));

        static AddressKey Of(string address) => AddressKey.Of(IPAddress.Parse(address));
    }

    private static Standing Granted(Standing standing)
    {
        Assert.True(standing.Granted);
        return standing;
    }

    private sealed class SteppedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
