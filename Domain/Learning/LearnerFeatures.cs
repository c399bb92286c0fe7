using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Learning;

/// <summary>What the online learner sees of a bar: numbers without a unit, about −1…1 on an ordinary bar and never beyond ±2, the last always 1.</summary>
/// <remarks><code>
///  0 (rsi_14 − 50) / 25               5 (C − ema_20) / 2 ATR      10 4·cmf_20
///  1 (stoch_k − 50) / 30              6 (C − sma_50) / 4 ATR      11 (mfi_14 − 50) / 25
///  2 2·(pctb − ½)                     7 (C − sma_200) / 8 ATR     12 roc_12 / (4·natr_14)
///  3 cci_20 / 100                     8 (pdi − mdi) / 20          13 2·(rank of Yang-Zhang volatility − ½)
///  4 4·macd_hist / ATR                9 (adx_14 − 25) / 12.5      14 2·(rank of the Bollinger width − ½)     15 1
/// </code>ATR is atr_14; over an ATR of 0 (a flat market) is 0. Scales and the bound of 2 are ours: no bar may dominate what is learned.</remarks>
public sealed class LearnerFeatures
{
    /// <summary>Numbers per bar, the constant 1 included.</summary>
    public const int Count = 16;

    private const double Bound = 2;

    private readonly Column _rsi, _stochastic, _percentB, _cci, _macd, _ema20, _sma50, _sma200, _plus, _minus, _adx, _cmf, _mfi, _roc, _natr, _volatility, _width, _atr;

    /// <param name="find">Finds a column of the indicators of bars.</param>
    public LearnerFeatures(Func<string, Column> find)
    {
        (_rsi, _stochastic, _percentB, _cci) = (find("rsi_14"), find("stoch_14_3_3_k"), find("bb_20_2_pctb"), find("cci_20"));
        (_macd, _ema20, _sma50, _sma200) = (find("macd_12_26_9_hist"), find("ema_20"), find("sma_50"), find("sma_200"));
        (_plus, _minus, _adx, _cmf, _mfi) = (find("pdi_14"), find("mdi_14"), find("adx_14"), find("cmf_20"), find("mfi_14"));
        (_roc, _natr, _atr) = (find("roc_12"), find("natr_14"), find("atr_14"));
        (_volatility, _width) = (find("yang_zhang_20_rank_252"), find("bb_20_2_width_rank_126"));
        WarmUp = new[] { _rsi, _stochastic, _percentB, _cci, _macd, _ema20, _sma50, _sma200, _plus, _adx, _cmf, _mfi, _roc, _natr, _volatility, _width }
            .Max(column => column.WarmUp);
    }

    /// <summary>The first bar, counted from 1, at which all of them are numbers.</summary>
    public int WarmUp { get; }

    /// <summary>Writes the features of a bar.</summary>
    /// <returns>False while one of them is not a number yet.</returns>
    public bool Write(in Bar bar, ReadOnlySpan<double> columns, Span<double> x)
    {
        double atr = columns[_atr.Index], close = bar.Close;
        x[0] = (columns[_rsi.Index] - 50) / 25;
        x[1] = (columns[_stochastic.Index] - 50) / 30;
        x[2] = 2 * (columns[_percentB.Index] - 0.5);
        x[3] = columns[_cci.Index] / 100;
        x[4] = Over(4 * columns[_macd.Index], atr);
        x[5] = Over(close - columns[_ema20.Index], 2 * atr);
        x[6] = Over(close - columns[_sma50.Index], 4 * atr);
        x[7] = Over(close - columns[_sma200.Index], 8 * atr);
        x[8] = (columns[_plus.Index] - columns[_minus.Index]) / 20;
        x[9] = (columns[_adx.Index] - 25) / 12.5;
        x[10] = 4 * columns[_cmf.Index];
        x[11] = (columns[_mfi.Index] - 50) / 25;
        x[12] = Over(columns[_roc.Index], 4 * columns[_natr.Index]);
        x[13] = 2 * (columns[_volatility.Index] - 0.5);
        x[14] = 2 * (columns[_width.Index] - 0.5);
        x[15] = 1;
        double sum = 0;
        for (int i = 0; i < Count; i++)
            sum += x[i] = Math.Clamp(x[i], -Bound, Bound);              // NaN stays NaN
        return !double.IsNaN(sum);
    }

    private static double Over(double value, double unit) => unit == 0 && !double.IsNaN(value) ? 0 : value / unit;
}
