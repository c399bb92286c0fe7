using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Consensus;

/// <summary>The technical rating known from TradingView, −1 (all sell) … 1 (all buy): a baseline to beat. Computed, never a voter.</summary>
/// <remarks><code>
/// rating = (buys − sells) / (buys + sells + neutrals) over 26 equal votes      strong beyond ±0.5, neutral within ±0.1
/// </code>
/// 15 averages: price against SMA and EMA 10, 20, 30, 50, 100, 200, VWMA 20 and HMA; Ichimoku 9/26/52 (conversion, base and leading
/// spans in order). 11 oscillators, each buy and its mirror: RSI 14 below 30 and rising; stochastic below 20 and crossing up; CCI 20 below
/// −100 and rising; ADX 14 above 20 as +DI crosses; awesome oscillator crossing 0; momentum rising; MACD above its signal; StochRSI as
/// the stochastic, against the trend; Williams %R below −80 and rising; bull and bear power with the trend; ultimate oscillator beyond 70.
/// Trend: price against EMA 50. A vote whose inputs are not known is not counted.
/// Differs from the published rule: HMA 20 for 9; ROC 12 for momentum 10; StochRSI unsmoothed with its signal of 3; the saucer of the
/// awesome oscillator takes three bars and a view has two; and the published total is the mean of both groups' means.
/// Source: TradingView Help Center, Technical Ratings.</remarks>
/// <param name="Buys">Votes to buy.</param>
/// <param name="Sells">Votes to sell.</param>
/// <param name="Neutrals">Votes that are known and neither.</param>
public readonly record struct TechnicalRating(int Buys, int Sells, int Neutrals)
{
    private static readonly Column[] s_averages =
    [
        Column.Named("sma_10"), Column.Named("sma_20"), Column.Named("sma_30"), Column.Named("sma_50"), Column.Named("sma_100"), Column.Named("sma_200"),
        Column.Named("ema_10"), Column.Named("ema_20"), Column.Named("ema_30"), Column.Named("ema_50"), Column.Named("ema_100"), Column.Named("ema_200"),
        Column.Named("vwma_20"), Column.Named("hma_20"),
    ];

    private static readonly Column s_tenkan = Column.Named("ichimoku_9_26_52_tenkan"), s_kijun = Column.Named("ichimoku_9_26_52_kijun"),
        s_senkouA = Column.Named("ichimoku_9_26_52_senkou_a"), s_senkouB = Column.Named("ichimoku_9_26_52_senkou_b"),
        s_rsi = Column.Named("rsi_14"), s_stochastic = Column.Named("stoch_14_3_3_k"), s_stochasticSignal = Column.Named("stoch_14_3_3_d"),
        s_cci = Column.Named("cci_20"), s_adx = Column.Named("adx_14"), s_plus = Column.Named("pdi_14"), s_minus = Column.Named("mdi_14"),
        s_awesome = Column.Named("awesome_5_34"), s_momentum = Column.Named("roc_12"), s_macd = Column.Named("macd_12_26_9"), s_macdSignal = Column.Named("macd_12_26_9_signal"),
        s_stochRsi = Column.Named("stochrsi_14_14_3_1"), s_stochRsiSignal = Column.Named("stochrsi_14_14_3_1_signal"), s_williams = Column.Named("willr_14"),
        s_bullPower = Column.Named("bull_power_13"), s_bearPower = Column.Named("bear_power_13"), s_ultimate = Column.Named("ultosc_7_14_28"), s_trend = Column.Named("ema_50");

    /// <summary>The rating; NaN while nothing is known.</summary>
    public double All => (double)(Buys - Sells) / (Buys + Sells + Neutrals);

    /// <summary>What the rating advises: nothing within ±0.1.</summary>
    public SignalAction Action => All switch { > 0.1 => SignalAction.Buy, < -0.1 => SignalAction.Sell, _ => SignalAction.Hold };

    public static TechnicalRating Of(in MarketView view)
    {
        var tally = new Tally();
        double price = view.Bar.Close;
        foreach (Column average in s_averages)
            tally.Count(price - view[average]);

        double tenkan = view[s_tenkan], kijun = view[s_kijun], a = view[s_senkouA], b = view[s_senkouB];
        tally.Count(tenkan + kijun + a + b, price > tenkan && tenkan > kijun && kijun > a && a > b, price < tenkan && tenkan < kijun && kijun < a && a < b);

        (double Now, double Before) rsi = view.LastTwo(s_rsi), cci = view.LastTwo(s_cci), williams = view.LastTwo(s_williams), awesome = view.LastTwo(s_awesome);
        tally.Turning(rsi, 30, 70);
        tally.Crossing(view.LastTwo(s_stochastic), view.LastTwo(s_stochasticSignal), true, true);
        tally.Turning(cci, -100, 100);
        double adx = view[s_adx];
        (double Now, double Before) spread = Minus(view.LastTwo(s_plus), view.LastTwo(s_minus));
        tally.Count(adx + spread.Now + spread.Before, adx > 20 && Crosses(spread), adx > 20 && Crosses(Negative(spread)));
        tally.Count(awesome.Now + awesome.Before, Crosses(awesome), Crosses(Negative(awesome)));
        (double Now, double Before) momentum = view.LastTwo(s_momentum);
        tally.Count(momentum.Now - momentum.Before);
        tally.Count(view[s_macd] - view[s_macdSignal]);

        double trend = price - view[s_trend];
        tally.Crossing(view.LastTwo(s_stochRsi), view.LastTwo(s_stochRsiSignal), trend < 0, trend > 0);
        tally.Turning(williams, -80, -20);
        (double Now, double Before) bull = view.LastTwo(s_bullPower), bear = view.LastTwo(s_bearPower);
        tally.Count(bull.Now + bull.Before + bear.Now + bear.Before + trend,
            trend > 0 && bear.Now < 0 && bear.Now > bear.Before, trend < 0 && bull.Now > 0 && bull.Now < bull.Before);
        double ultimate = view[s_ultimate];
        tally.Count(ultimate, ultimate > 70, ultimate < 30);
        return new(tally.Buys, tally.Sells, tally.Neutrals);
    }

    private static bool Crosses((double Now, double Before) value) => value is { Now: > 0, Before: <= 0 };

    private static (double Now, double Before) Negative((double Now, double Before) value) => (-value.Now, -value.Before);

    private static (double Now, double Before) Minus((double Now, double Before) value, (double Now, double Before) other) =>
        (value.Now - other.Now, value.Before - other.Before);

    private struct Tally
    {
        public int Buys, Sells, Neutrals;

        /// <param name="known">NaN when an input is, and then the vote is not counted.</param>
        public void Count(double known, bool buy, bool sell)
        {
            if (double.IsNaN(known))
                return;
            Buys += buy ? 1 : 0;
            Sells += sell ? 1 : 0;
            Neutrals += buy || sell ? 0 : 1;
        }

        /// <summary>Buys above 0, sells below.</summary>
        public void Count(double lean) => Count(lean, lean > 0, lean < 0);

        /// <summary>Buys below the low as it rises, sells above the high as it falls.</summary>
        public void Turning((double Now, double Before) value, double low, double high) =>
            Count(value.Now + value.Before, value.Now < low && value.Now > value.Before, value.Now > high && value.Now < value.Before);

        /// <summary>Buys as the line crosses its signal upwards and both are below 20, sells as it crosses downwards and both are above 80.</summary>
        public void Crossing((double Now, double Before) line, (double Now, double Before) signal, bool mayBuy, bool maySell)
        {
            (double Now, double Before) spread = Minus(line, signal);
            Count(spread.Now + spread.Before, mayBuy && Math.Max(line.Now, signal.Now) < 20 && Crosses(spread),
                maySell && Math.Min(line.Now, signal.Now) > 80 && Crosses(Negative(spread)));
        }
    }
}
