using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Risk;

namespace GoldenSignals.Domain.Tests.Risk;

public class PositionTests
{
    private const SignalAction Buy = SignalAction.Buy, Sell = SignalAction.Sell;

    [Fact]
    public void Matches_the_hand_computed_long_position()
    {
        Position position = Position.Of(Buy, price: 200, atr: 5, new())!;
        // 10 of 200 to the stop and 5 bp: 0.0505 lost of each unit; a quarter of a percent at risk allows 4.95 % of equity.
        Assert.Equal((PositionSide.Long, 190.0, 215.0, 1.5), (position.Side, position.Stop, position.Target, position.RewardRisk));
        Assert.Equal(0.0025 / 0.0505, position.SizeFraction, 15);
        Assert.Equal(0.0025, position.ProjectedLossFraction, 15);
    }

    [Fact]
    public void Matches_the_hand_computed_short_position()
    {
        Position position = Position.Of(Sell, price: 200, atr: 1, new())!;
        // 0.0105 lost of each unit would allow 23.8 %: the cap of 5 % binds.
        Assert.Equal(new Position(PositionSide.Short, 202, 197, 1.5, 0.05, 0.000525), position with { ProjectedLossFraction = Math.Round(position.ProjectedLossFraction, 15) });
    }

    [Fact]
    public void The_loss_cap_binds_where_it_is_the_smallest()
    {
        RiskOptions options = new() { RiskPerTradeFraction = 0.02, MaxLossFraction = 0.001, MaxPositionFraction = 0.1, SlippageBps = 0 };
        Position position = Position.Of(Buy, 100, 5, options)!;
        Assert.Equal((0.01, 0.001), (Math.Round(position.SizeFraction, 15), Math.Round(position.ProjectedLossFraction, 15)));
    }

    [Fact]
    public void Size_shrinks_as_volatility_grows_until_nothing_tradable_is_left()
    {
        double[] sizes = [.. Enumerable.Range(1, 400).Select(i => Position.Of(Sell, 100, i * 0.08, new() { MinPositionFraction = 0.005, MaxAtrFraction = 1 })?.SizeFraction ?? 0)];
        Assert.Equal(sizes.OrderDescending(), sizes);
        Assert.Equal(0.05, sizes[0]);
        Assert.Equal(0, sizes[^1]);
        Assert.InRange(sizes.Last(size => size > 0), 0.005, 0.0051);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Sell_exits_where_shorts_are_not_allowed_and_needs_no_volatility_for_it(bool volatile_)
    {
        Position position = Position.Of(Sell, 100, volatile_ ? 1 : double.NaN, new() { AllowShort = false })!;
        Assert.Equal(new Position(PositionSide.Exit, double.NaN, double.NaN, double.NaN, 0, 0), position);
        Assert.Equal(PositionSide.Long, Position.Of(Buy, 100, 1, new() { AllowShort = false })!.Side);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e-16)]                         // the stop would round to the price
    public void Without_a_usable_volatility_there_is_no_position(double atr)
    {
        Assert.Null(Position.Of(Buy, 100, atr, new()));
        Assert.Null(Position.Of(Sell, 100, atr, new()));
    }

    [Fact]
    public void A_volatility_that_puts_stop_or_target_below_zero_leaves_nothing_tradable()
    {
        Assert.Null(Position.Of(Buy, 100, 50, new() { StopAtr = 2, MaxAtrFraction = 1 }));
        Assert.NotNull(Position.Of(Buy, 100, 49, new() { StopAtr = 2, MaxAtrFraction = 1 }));
        Assert.Null(Position.Of(Sell, 100, 34, new() { TargetAtr = 3, MaxAtrFraction = 1 }));
    }

    [Fact]
    public void A_market_beyond_the_largest_volatility_is_left_alone_and_says_so()
    {
        RiskOptions options = new() { MaxAtrFraction = 0.125 };
        Assert.NotNull(Position.Of(Buy, 64, 8, options));
        Assert.Null(Position.Of(Buy, 64, 8.001, options));
        Assert.Null(Position.Of(Sell, 64, 8.001, options));
        Assert.Equal("risk-veto", Position.Refusal(64, 8.001, options));
        Assert.Equal("position-too-small", Position.Refusal(64, 8, options));
        Assert.Equal("position-too-small", Position.Refusal(64, double.NaN, options));
        Assert.Equal(PositionSide.Exit, Position.Of(Sell, 64, 60, options with { AllowShort = false })!.Side);
    }

    [Fact]
    public void Hold_proposes_no_position() => Assert.Null(Position.Of(SignalAction.Hold, 100, 1, new()));

    [Fact]
    public void Whatever_the_market_and_the_options_a_position_keeps_within_its_limits()
    {
        var random = new Random(1);
        int positions = 0;
        for (int run = 0; run < 40_000; run++)
        {
            RiskOptions options = AnyOptions(random);
            double price = Math.Pow(10, random.NextDouble() * 18 - 9), atr = price * Math.Pow(10, random.NextDouble() * 20 - 18);
            SignalAction action = random.Next(2) == 0 ? Buy : Sell;
            double stop = action == Buy ? price - options.StopAtr * atr : price + options.StopAtr * atr;
            double target = action == Buy ? price + options.TargetAtr * atr : price - options.TargetAtr * atr;
            bool sides = action == Buy ? stop > 0 && stop < price && target > price : target > 0 && target < price && stop > price;
            double lossOfUnit = options.StopAtr * atr / price + options.SlippageBps / 10_000;

            Position? position = Position.Of(action, price, atr, options);
            if (action == Sell && !options.AllowShort)
            {
                Assert.Equal(PositionSide.Exit, position!.Side);
                continue;
            }
            if (position is null)
            {
                bool tooSmall = options.RiskPerTradeFraction / lossOfUnit < options.MinPositionFraction * (1 + 1e-15)
                    || options.MaxLossFraction / lossOfUnit < options.MinPositionFraction * (1 + 1e-15);
                Assert.True(!sides || tooSmall || atr > options.MaxAtrFraction * price, $"{options} {action} {price} {atr}: there was room for a position");
                continue;
            }
            positions++;
            Assert.True(sides, $"{action} at {price}: {position}");
            Assert.Equal((stop, target), (position.Stop, position.Target));
            Assert.Equal(action == Buy ? PositionSide.Long : PositionSide.Short, position.Side);
            Assert.InRange(position.SizeFraction, options.MinPositionFraction, options.MaxPositionFraction);
            Assert.InRange(position.SizeFraction, 0.001, 0.1);
            Assert.InRange(position.ProjectedLossFraction, double.Epsilon, Math.Min(0.02, Math.Min(options.MaxLossFraction, options.RiskPerTradeFraction)));
            Assert.Equal(position.SizeFraction * lossOfUnit, position.ProjectedLossFraction);
            Assert.Equal(options.TargetAtr / options.StopAtr, position.RewardRisk);
        }
        Assert.True(positions > 6_000);
    }

    [Fact]
    public void No_option_can_allow_more_than_two_percent_at_risk_or_positions_beyond_a_tenth()
    {
        Assert.Throws<ValidationException>(() => new DecisionModel(risk: new() { MaxLossFraction = 0.021 }));
        Assert.Throws<ValidationException>(() => new DecisionModel(risk: new() { RiskPerTradeFraction = 0.021 }));
        Assert.Throws<ValidationException>(() => new DecisionModel(risk: new() { MaxPositionFraction = 0.101 }));
        Assert.Throws<ValidationException>(() => new DecisionModel(risk: new() { MinPositionFraction = 0.0009 }));
    }

    [Fact]
    public void A_smallest_position_above_the_largest_is_refused()
    {
        var refused = Assert.Throws<ValidationException>(() => new DecisionModel(risk: new() { MinPositionFraction = 0.06 }));
        Assert.Equal("Risk:MinPositionFraction must not exceed MaxPositionFraction (0.05), but is 0.06", refused.Message);
    }

    private static RiskOptions AnyOptions(Random random)
    {
        double Between(double low, double high) => random.Next(5) switch { 0 => low, 1 => high, _ => low * Math.Pow(high / low, random.NextDouble()) };
        double most = Between(0.001, 0.1);
        return OptionRules.Validated(new RiskOptions
        {
            StopAtr = Math.Clamp(Between(0.1, 20), 0.1, 20),
            TargetAtr = Math.Clamp(Between(0.1, 50), 0.1, 50),
            RiskPerTradeFraction = Math.Clamp(Between(0.0001, 0.02), 0.0001, 0.02),
            MaxPositionFraction = Math.Clamp(most, 0.001, 0.1),
            MinPositionFraction = Math.Clamp(Between(0.001, most), 0.001, most),
            MaxLossFraction = Math.Clamp(Between(0.001, 0.02), 0.001, 0.02),
            SlippageBps = random.Next(3) == 0 ? 0 : random.NextDouble() * 500,
            AllowShort = random.Next(4) > 0,
        }, "Risk");
    }
}
