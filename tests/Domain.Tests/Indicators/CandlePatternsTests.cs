using System.Globalization;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class CandlePatternsTests
{
    private static readonly CandlePatterns s_patterns = new();

    // After 14 candles of body 1 and range 2, open 100 and close 101 by turns; the last of them is black: 101, 101.5, 99.5, 100.
    // So a body is long above 1, a shadow next to none below 0.2, near is 0.4 and far 1.2, a little more once the pattern's own candles count.
    [Theory]
    [InlineData("cdl_engulfing", 1, "99.9 101.6 99.8 101.1")]
    [InlineData("cdl_engulfing", 0, "99.9 101.6 99.8 101")]                                    // touches the end of the body before
    [InlineData("cdl_engulfing", -1, "100 101.5 99.5 101, 101.1 101.2 99.8 99.9")]
    [InlineData("cdl_engulfing", 0, "100 101.5 99.5 101, 101.1 101.2 99.8 100")]
    [InlineData("cdl_engulfing", 0, "101.1 101.6 99.8 99.9")]                                  // of the same colour
    [InlineData("cdl_harami", 1, "103 103.5 99.5 100, 101 102 100.5 101.5")]
    [InlineData("cdl_harami", 0, "103 103.5 99.5 100, 100 102 99.9 100.5")]                    // begins at the end of the body before
    [InlineData("cdl_harami", 0, "103 103.5 99.5 100, 101.2 102.6 101 102.5")]                 // body 1.3, the mean is 1.2
    [InlineData("cdl_harami", -1, "100 103.5 99.5 103, 102 102.2 101 101.5")]
    [InlineData("cdl_hammer", 1, "99.8 99.95 98.5 99.9")]
    [InlineData("cdl_hammer", 0, "99.8 100.2 98.5 99.9")]                                      // upper shadow 0.3
    [InlineData("cdl_hammer", 0, "100 100.15 98.5 100.1")]                                     // 0.5 above the low before
    [InlineData("cdl_hanging_man", -1, "101.2 101.35 100 101.3")]
    [InlineData("cdl_hanging_man", 0, "101 101.1 100 101.05")]                                 // 0.5 below the high before
    [InlineData("cdl_inverted_hammer", 1, "99.5 100.8 99.45 99.6")]
    [InlineData("cdl_inverted_hammer", 0, "99.9 101.2 99.85 100")]                             // no gap
    [InlineData("cdl_shooting_star", -1, "101.4 102.5 101.25 101.3")]
    [InlineData("cdl_shooting_star", 0, "101.1 102.4 100.95 101")]                             // no gap
    [InlineData("cdl_shooting_star", 0, "101.4 102.5 101 101.3")]                              // lower shadow 0.3
    [InlineData("cdl_piercing", 1, "103 103.5 99.5 100, 99.4 101.7 99.3 101.6")]
    [InlineData("cdl_piercing", 0, "103 103.5 99.5 100, 99.4 101.7 99.3 101.5")]               // the middle is not passed
    [InlineData("cdl_piercing", 0, "103 103.5 99.5 100, 99.5 101.7 99.3 101.6")]               // opens at the low, not below
    [InlineData("cdl_piercing", 0, "103 103.5 99.5 100, 99.4 103.2 99.3 103.1")]               // that is an engulfing
    [InlineData("cdl_dark_cloud", -1, "100 103.5 99.5 103, 103.6 103.7 101.3 101.4")]
    [InlineData("cdl_dark_cloud", 0, "100 103.5 99.5 103, 103.5 103.7 101.3 101.4")]
    [InlineData("cdl_morning_star", 1, "103 103.5 99.5 100, 99.5 99.9 99.3 99.7, 99.8 101.6 99.7 101.5")]
    [InlineData("cdl_morning_star", 0, "103 103.5 99.5 100, 99.5 99.9 99.3 99.7, 99.5 101 99.4 100.85")]     // 28 % of the first body
    [InlineData("cdl_morning_star", 0, "103 103.5 99.5 100, 99.8 100.2 99.3 100, 99.8 101.6 99.7 101.5")]    // the star does not gap
    [InlineData("cdl_evening_star", -1, "100 103.5 99.5 103, 103.5 103.7 103.2 103.3, 103.2 103.3 101.4 101.5")]
    [InlineData("cdl_evening_star", 0, "100 103.5 99.5 103, 103.5 103.7 103.2 103.3, 103.4 103.5 102 102.15")]
    [InlineData("cdl_white_soldiers", 1, "100 101.6 99.9 101.5, 100.8 102.4 100.7 102.3, 101.6 103.3 101.5 103.2")]
    [InlineData("cdl_white_soldiers", 0, "100 101.6 99.9 101.5, 100.8 102.4 100.7 102.3, 101.6 103.6 101.5 103.2")]    // upper shadow 0.4
    [InlineData("cdl_white_soldiers", 0, "100 101.6 99.9 101.5, 100.8 102.4 100.7 102.3, 102.8 104.5 102.7 104.4")]    // opens 0.5 above the close
    [InlineData("cdl_black_crows", -1, "100 101.5 99.5 101, 101 101.1 99.75 99.8, 100.5 100.6 98.75 98.8, 99.5 99.6 97.75 97.8")]
    [InlineData("cdl_black_crows", 0, "100 101.5 99.5 101, 101 101.1 99.75 99.8, 100.5 100.6 98.75 98.8, 98.8 99.6 97.75 97.8")]    // opens at the close before
    [InlineData("cdl_black_crows", 0, "101 101.5 99.5 100, 101 101.1 99.75 99.8, 100.5 100.6 98.75 98.8, 99.5 99.6 97.75 97.8")]    // no white candle first
    public void Knows_the_pattern_and_what_just_misses_it(string column, int expected, string candles)
    {
        Bar[] bars = [.. Enumerable.Range(0, 14).Select(i => i % 2 == 0 ? Candle("100 101.5 99.5 101") : Candle("101 101.5 99.5 100")),
            .. candles.Split(',', StringSplitOptions.TrimEntries).Select(Candle)];
        Assert.Equal(expected, s_patterns.Over(bars)[Index(column)][^1]);
    }

    // SPY, 15 daily bars of 2014 that TA-Lib ends with a morning star (QuantConnect/Lean, spy_candle_patterns, CDLMORNINGSTAR row 365).
    [Fact]
    public void Finds_the_morning_star_that_TA_Lib_finds()
    {
        Bar[] bars =
        [
            .. ((string[])["197.71 198.1 196.36 197.23", "198.12 198.26 197.42 197.96", "197.33 198.1 195.43 195.71", "196.38 197.91 196.24 197.71",
                "197.08 197.5 196.43 197.34", "198.04 198.56 197.87 198.2", "198.51 198.85 198.1 198.64", "198.82 199.06 198.45 198.65",
                "198.11 198.26 197.33 197.72", "197.78 198.09 196.62 197.8", "198.21 198.45 196.92 196.95", "197.66 197.91 196.16 196.98",
                "195.63 195.78 192.97 193.09", "192.58 193.76 191.57 192.5", "192.87 194.3 192.05 193.89"]).Select(Candle),
        ];
        double[][] found = s_patterns.Over(bars);
        Assert.Equal(1, found[Index("cdl_morning_star")][^1]);
        Assert.Equal(0, found[Index("cdl_morning_star")][^2]);
        Assert.All(s_patterns.Columns.Where(column => column != "cdl_morning_star"), column => Assert.Equal(0, found[Index(column)][^1]));
    }

    [Theory]
    [InlineData("cdl_engulfing", "cdl_engulfing")]
    [InlineData("cdl_harami", "cdl_harami")]
    [InlineData("cdl_morning_star", "cdl_evening_star")]
    public void A_market_upside_down_shows_the_opposite_pattern(string column, string opposite)
    {
        Bar[] bars = SomeBars.Random(31, 20_000), mirrored =
            [.. bars.Select(bar => bar with { Open = 1e4 - bar.Open, High = 1e4 - bar.Low, Low = 1e4 - bar.High, Close = 1e4 - bar.Close })];
        double[] found = s_patterns.Over(bars)[Index(column)];
        Assert.Contains(found, value => value != 0);
        Assert.Equal(found.Select(value => 0 - value), s_patterns.Over(mirrored)[Index(opposite)]);
    }

    public static TheoryData<string, string> TaLib => new()
    {
        { "cdl_engulfing", "CDLENGULFING" }, { "cdl_harami", "CDLHARAMI" }, { "cdl_hammer", "CDLHAMMER" }, { "cdl_hanging_man", "CDLHANGINGMAN" },
        { "cdl_inverted_hammer", "CDLINVERTEDHAMMER" }, { "cdl_shooting_star", "CDLSHOOTINGSTAR" }, { "cdl_piercing", "CDLPIERCING" },
        { "cdl_dark_cloud", "CDLDARKCLOUDCOVER" }, { "cdl_morning_star", "CDLMORNINGSTAR" }, { "cdl_evening_star", "CDLEVENINGSTAR" },
        { "cdl_white_soldiers", "CDL3WHITESOLDIERS" }, { "cdl_black_crows", "CDL3BLACKCROWS" },
    };

    // Every column but the crows', of which these 500 days have none, has a pattern somewhere.
    [SharedDataFact]
    public void Is_what_TA_Lib_finds_on_every_day()
    {
        Reference sheet = Reference.Lean("spy_candle_patterns");
        Series[] found = s_patterns.On(sheet.Bars());
        foreach (var (column, theirs) in TaLib.Select(row => ((string)row[0], (string)row[1])))
        {
            Series expected = sheet.Column(theirs).Select(value => value / 100);
            Reference.Agrees(expected, found[Index(column)], 0);
            Assert.Equal(column != "cdl_black_crows", expected.Values.Any(value => Math.Abs(value) == 1));
        }
    }

    private static int Index(string column) => s_patterns.Columns.ToList().IndexOf(column);

    private static Bar Candle(string openHighLowClose)
    {
        double[] prices = [.. openHighLowClose.Split(' ').Select(price => double.Parse(price, CultureInfo.InvariantCulture))];
        return new(SomeBars.Start, prices[0], prices[1], prices[2], prices[3], 100);
    }
}
