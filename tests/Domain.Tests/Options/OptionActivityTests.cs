using GoldenSignals.Domain.Options;

namespace GoldenSignals.Domain.Tests.Options;

public class OptionActivityTests
{
    private static OptionContract Contract(OptionRight right, double strike, double volume, double openInterest, int days = 5) =>
        new(SomeChain.Time.AddDays(days), strike, right, 1, 1.1, volume, openInterest);

    private static OptionActivity Of(params OptionContract[] contracts) =>
        OptionActivity.Of(new("TEST", SomeChain.Time, contracts, 100, 0.05, 0, ExerciseStyle.American));

    [Fact]
    public void Sums_both_rights()
    {
        OptionActivity activity = Of(Contract(OptionRight.Call, 100, 40, 1000), Contract(OptionRight.Call, 105, 60, 600), Contract(OptionRight.Put, 95, 50, 400));
        Assert.Equal((150, 2000, 0.5, 0.25), (activity.Volume, activity.OpenInterest, activity.PutCallVolume, activity.PutCallOpenInterest));
        Assert.Equal((true, 0), (double.IsNaN(activity.Flow), activity.FlowShare));
    }

    [Fact]
    public void Flow_is_what_trades_more_than_three_times_its_open_interest()
    {
        OptionActivity activity = Of(Contract(OptionRight.Call, 100, 301, 100), Contract(OptionRight.Put, 95, 99, 0), Contract(OptionRight.Put, 90, 300, 100));
        Assert.Equal((301 - 99) / 400.0, activity.Flow, 12);
        Assert.Equal(400 / 700.0, activity.FlowShare, 12);
    }

    [Fact]
    public void What_is_not_told_is_not_counted_and_expired_contracts_neither()
    {
        OptionActivity silent = Of(Contract(OptionRight.Call, 100, double.NaN, 100), Contract(OptionRight.Put, 95, 50, 100));
        Assert.True(double.IsNaN(silent.Volume) && double.IsNaN(silent.PutCallVolume) && double.IsNaN(silent.FlowShare));
        Assert.Equal(200, silent.OpenInterest);
        Assert.True(double.IsNaN(Of(Contract(OptionRight.Call, 100, 0, 100), Contract(OptionRight.Put, 95, 50, 100)).PutCallVolume));
        Assert.Equal(1, Of(Contract(OptionRight.Call, 100, 10, 1), Contract(OptionRight.Put, 95, 10, 1), Contract(OptionRight.Put, 95, 999, 1, days: 0)).PutCallVolume);
    }

    /// <summary>At 90, 100 and 110 holders get 4·10 + 10·20 = 240 (puts at 100 and 110), 10·10 + 3·10 = 130, and 3·20 + 2·10 = 80.</summary>
    [Fact]
    public void Max_pain_is_where_holders_get_least()
    {
        OptionContract[] contracts =
        [
            Contract(OptionRight.Call, 90, 0, 3), Contract(OptionRight.Call, 100, 0, 2), Contract(OptionRight.Put, 100, 0, 4), Contract(OptionRight.Put, 110, 0, 10),
        ];
        Assert.Equal(110, MaxPain.Of(contracts));
        Assert.Equal(100, MaxPain.Of([.. contracts[..2], contracts[2], Contract(OptionRight.Put, 110, 0, 4)]));
        Assert.True(double.IsNaN(MaxPain.Of([Contract(OptionRight.Call, 90, 5, 0), Contract(OptionRight.Call, 95, 5, double.NaN)])));
    }
}
