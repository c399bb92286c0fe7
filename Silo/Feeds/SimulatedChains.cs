using GoldenSignals.Domain.Options;

namespace GoldenSignals.Silo.Feeds;

/// <summary>
/// Option chains for simulated prices: European, free of arbitrage, with open interest and volume. A pure function of seed, symbol, price and time.
/// </summary>
/// <remarks>Variance, skew and the crowd's mood of a symbol wander from day to day as means of the hashes of the last <see cref="Memory"/> days, so
/// that any day can be made without those before it. Logarithms and exponentials may differ in the last digit between machines;
/// quotes are rounded to ticks, bids down and asks up, which hides that and opens no arbitrage.</remarks>
public sealed class SimulatedChains(ulong seed)
{
    /// <summary>Continuous, a fraction a year.</summary>
    public const double Rate = 0.04, DividendYield = 0.01;

    /// <summary>Days that a day's state remembers.</summary>
    public const int Memory = 40;

    private const int Weeks = 5, Months = 5;
    private const double Fade = 0.94, Widths = 3.2;

    private static readonly double[] s_steps = [1, 2, 2.5, 5, 10];

    /// <summary>The chain of a symbol at a time.</summary>
    /// <param name="price">Of the underlying, above 0.</param>
    public OptionChain At(string symbol, double price, DateTime timeUtc)
    {
        SimulatedSurface surface = SurfaceOf(symbol, timeUtc);
        double tick = Magnitude(price) * 1e-4, mood = Wander(symbol, "mood", timeUtc);
        var contracts = new List<OptionContract>();
        foreach (DateTime expiry in Expiries(timeUtc))
        {
            double years = OptionTime.Years(timeUtc, expiry), forward = BlackScholesMerton.Forward(price, Rate, DividendYield, years);
            double width = Math.Min(Math.Max(0.06, Widths * Math.Sqrt(surface.TotalVariance(0, years))), 1.2), step = StrikeStep(price * Math.Max(0.005, width / 16));
            for (double i = Math.Ceiling(forward * Math.Exp(-width) / step); i * step <= forward * Math.Exp(width); i++)
            {
                double strike = Math.Round(i * step, 10), logStrike = Math.Log(strike / forward), volatility = surface.Volatility(logStrike, years);
                double distance = logStrike / (volatility * Math.Sqrt(years));
                foreach (OptionRight right in (ReadOnlySpan<OptionRight>)[OptionRight.Call, OptionRight.Put])
                {
                    double fair = BlackScholesMerton.Discount(Rate, years) * BlackScholesMerton.Undiscounted(right, forward, strike, volatility * Math.Sqrt(years));
                    double halfSpread = Math.Max(0.004 * fair, tick);
                    var (interest, volume) = Crowd(symbol, right, expiry, strike, distance, mood, timeUtc);
                    contracts.Add(new(expiry, strike, right,
                        Ticks(Math.Floor((fair - halfSpread) / tick), tick), Ticks(Math.Ceiling((fair + halfSpread) / tick), tick), volume, interest));
                }
            }
        }
        return new(symbol, timeUtc, [.. contracts], price, Rate, DividendYield, ExerciseStyle.European);
    }

    /// <summary>The volatility that the quotes of a symbol are made from; it changes at midnight UTC. A fraction a year.</summary>
    /// <param name="logStrike">ln(strike/forward).</param>
    public double Volatility(string symbol, DateTime timeUtc, double logStrike, double years) => SurfaceOf(symbol, timeUtc).Volatility(logStrike, years);

    private SimulatedSurface SurfaceOf(string symbol, DateTime timeUtc)
    {
        SplitMix own = SplitMix.For(seed, symbol + "/surface");
        double mean = 0.15 + 0.2 * own.NextUniform();               // volatility in the long run
        double now = mean * Math.Exp(0.28 * Wander(symbol, "variance", timeUtc));
        double correlation = Math.Clamp(-0.45 + 0.15 * Wander(symbol, "skew", timeUtc), -0.85, 0.2);
        return new(now * now, mean * mean, Reversion: 4, correlation, Curvature: 0.7);
    }

    /// <summary>The next Fridays, and the third Fridays of this month and the next ones, at the end of the session, later than a time.</summary>
    private static IEnumerable<DateTime> Expiries(DateTime timeUtc)
    {
        DateTime friday = timeUtc.Date.AddDays(((int)DayOfWeek.Friday - (int)timeUtc.DayOfWeek + 7) % 7);
        IEnumerable<DateTime> weekly = Enumerable.Range(0, Weeks + 1).Select(week => friday.AddDays(7 * week));
        IEnumerable<DateTime> monthly = Enumerable.Range(0, Months + 1).Select(month => ThirdFriday(new DateTime(timeUtc.Year, timeUtc.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(month)));
        return weekly.Concat(monthly).Select(day => day + OptionTime.SessionEnd).Where(expiry => expiry > timeUtc).Distinct().Order();
    }

    /// <summary>Open interest is widest around the money, on the put side below it; volume is a share of it, now and then many times it.</summary>
    private (double OpenInterest, double Volume) Crowd(
        string symbol, OptionRight right, DateTime expiry, double strike, double distance, double mood, DateTime timeUtc)
    {
        SplitMix own = SplitMix.For(seed, FormattableString.Invariant($"{symbol}/{expiry:yyyyMMdd}/{strike}/{right}"));
        SplitMix today = SplitMix.For(own.Next(), FormattableString.Invariant($"{timeUtc:yyyyMMdd}"));
        int side = right == OptionRight.Call ? 1 : -1;
        double away = distance - 0.7 * side;                        // most are a little out of the money
        double interest = Math.Floor(4000 * own.NextUniform() * Math.Exp(-0.5 * away * away));
        double share = 0.6 * today.NextUniform() * Math.Exp(-0.3 * side * mood);
        double many = today.NextUniform() < 0.01 * Math.Exp(0.8 * side * mood) ? 3 + 6 * today.NextUniform() : share;
        return (interest, Math.Floor(interest * many));
    }

    /// <summary>A number about 0 with deviation about 1 that remembers some weeks.</summary>
    private double Wander(string symbol, string what, DateTime timeUtc)
    {
        int day = (int)(timeUtc.Date - DateTime.UnixEpoch).TotalDays;
        double sum = 0, weight = Math.Sqrt(1 - Fade * Fade);
        for (int back = 0; back < Memory; back++, weight *= Fade)
            sum += weight * SplitMix.For(seed + (ulong)(day - back), $"{symbol}/{what}").NextNormal();
        return sum;
    }

    private static DateTime ThirdFriday(DateTime first) => first.AddDays(((int)DayOfWeek.Friday - (int)first.DayOfWeek + 7) % 7 + 14);

    private static double Ticks(double count, double tick) => Math.Round(Math.Max(count, 0) * tick, 12);

    /// <summary>The power of ten at or below a number.</summary>
    private static double Magnitude(double number) => Math.Pow(10, Math.Floor(Math.Log10(number)));

    /// <summary>The smallest of 1, 2, 2.5, 5 and their tenfolds that is no less.</summary>
    private static double StrikeStep(double least)
    {
        double power = Magnitude(least);
        return s_steps.First(step => step * power >= least * 0.999999) * power;
    }
}
