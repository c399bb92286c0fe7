using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Scoring;

/// <summary>What holding a voter's positions would have made of 1, beside holding all symbols throughout.</summary>
/// <remarks><code>
/// of a symbol     r(t) = p(t)·(open(t+2) / open(t+1) − 1) − cost·|p(t) − p(t−1)|            p decided at the close of t, held from the next open
/// of all          mean over the symbols that live at the time; one without a bar then earns 0
/// </code>
/// p is 1, 0 or −1 times the symbol's equal share; the last position is sold at the sample's end. Shares are kept equal at no cost.
/// Sharpe: of the steps' returns, annualised by their number in a year, over a rate of 0. Nothing is earned on cash or paid for shorts.</remarks>
public sealed record EquityCurve
{
    private const double DaysOfYear = 365.25;

    public required Sample Sample { get; init; }
    public required IReadOnlyList<EquityPoint> Points { get; init; }
    public required EquityFigures Strategy { get; init; }
    public required EquityFigures BuyAndHold { get; init; }

    /// <summary>Mean return of a year above buy and hold, not compounded; its error by the bootstrap.</summary>
    public required Estimate ExcessPerYear { get; init; }

    /// <summary>Cost of a fill, in basis points, at which the strategy's returns add up to 0. Negative: it lost before costs. NaN: it never traded.</summary>
    public required double BreakEvenBps { get; init; }

    /// <returns>Null where the sample holds fewer than three steps.</returns>
    public static EquityCurve? Of(IReadOnlyList<SymbolTrack> tracks, int voter, SampleSplit split, Sample sample, ScoringOptions options, Func<double> uniform)
    {
        (int From, int To)[] ranges = [.. tracks.Select(track => split.Of(sample, track.Bars, track.Interval, reachBars: 2))];
        DateTime[][] times = [.. tracks.Select((track, s) => TimesOf(track, ranges[s]))];
        DateTime[] calendar = [.. times.SelectMany(of => of).Distinct().Order()];
        if (calendar.Length < 3)
            return null;

        int[] live = Live(times, calendar);
        Steps strategy = new(calendar.Length), hold = new(calendar.Length);
        for (int s = 0; s < tracks.Count; s++)
        {
            OpinionTrack opinions = tracks[s].Opinions[voter];
            strategy.Add(tracks[s].Bars, ranges[s], times[s], calendar, live, opinions.Position);
            hold.Add(tracks[s].Bars, ranges[s], times[s], calendar, live, _ => 1);
        }

        double years = Math.Max((calendar[^1] - calendar[0]).TotalDays / DaysOfYear, 1e-9), stepsPerYear = (calendar.Length - 1) / years;
        double[] net = strategy.Net(options.CostFraction), held = hold.Net(options.CostFraction);
        double equity = 1, equityOfHold = 1;
        return new()
        {
            Sample = sample,
            Points = [.. calendar.Select((time, i) => new EquityPoint(time, equity *= Math.Max(0, 1 + net[i]), equityOfHold *= Math.Max(0, 1 + held[i])))],
            Strategy = EquityFigures.Of(net, strategy.Traded.Sum(), years, stepsPerYear),
            BuyAndHold = EquityFigures.Of(held, hold.Traded.Sum(), years, stepsPerYear),
            ExcessPerYear = Excess(calendar, net, held, stepsPerYear, options, uniform),
            BreakEvenBps = strategy.Traded.Sum() is var traded and > 0 ? 10_000 * strategy.Gross.Sum() / traded : double.NaN,
        };
    }

    private static Estimate Excess(DateTime[] calendar, double[] net, double[] held, double stepsPerYear, ScoringOptions options, Func<double> uniform)
    {
        var blocks = new CalendarBlocks([calendar], options.Horizons.Max());
        double[] sums = new double[blocks.Count], counts = new double[blocks.Count];
        for (int i = 0; i < calendar.Length; i++)
        {
            sums[blocks.Of(calendar[i])] += stepsPerYear * (net[i] - held[i]);
            counts[blocks.Of(calendar[i])]++;
        }
        return new BlockBootstrap(blocks.Count, shareCut: 0, options.Resamples, uniform).Ratio(sums, counts);
    }

    /// <summary>When each step of a symbol is done: at the open that ends it.</summary>
    private static DateTime[] TimesOf(SymbolTrack track, (int From, int To) range)
    {
        var times = new DateTime[range.To - range.From];
        for (int i = 0; i < times.Length; i++)
            times[i] = track.Bars[range.From + i + 2].OpenTimeUtc;
        return times;
    }

    /// <summary>How many symbols are between their first and last step at each time.</summary>
    private static int[] Live(DateTime[][] symbols, DateTime[] calendar)
    {
        var live = new int[calendar.Length + 1];
        foreach (DateTime[] times in symbols.Where(times => times.Length > 0))
        {
            live[Array.BinarySearch(calendar, times[0])]++;
            live[Array.BinarySearch(calendar, times[^1]) + 1]--;
        }
        for (int i = 1; i < live.Length; i++)
            live[i] += live[i - 1];
        return live;
    }

    /// <summary>A portfolio's gross return and traded share of equity at each time.</summary>
    private sealed class Steps(int count)
    {
        public double[] Gross { get; } = new double[count];
        public double[] Traded { get; } = new double[count];

        public void Add(ReadOnlySpan<Bar> bars, (int From, int To) range, DateTime[] times, DateTime[] calendar, int[] live, Func<int, int> position)
        {
            int before = 0;
            for (int t = range.From, at = 0; t < range.To; t++)
            {
                while (calendar[at] < times[t - range.From])
                    at++;
                int held = position(t);
                double traded = Math.Abs(held - before) + (t == range.To - 1 ? Math.Abs(held) : 0);
                Gross[at] += held * (bars[t + 2].Open / bars[t + 1].Open - 1) / live[at];
                Traded[at] += traded / live[at];
                before = held;
            }
        }

        public double[] Net(double costFraction) => [.. Gross.Zip(Traded, (gross, traded) => gross - costFraction * traded)];
    }
}

/// <param name="TimeUtc">Open of the bar that ends the step.</param>
public readonly record struct EquityPoint(DateTime TimeUtc, double Strategy, double BuyAndHold);

/// <param name="Return">Of the whole sample, compounded.</param>
/// <param name="ReturnPerYear">Compounded.</param>
/// <param name="MaxDrawdown">Largest loss from a peak, 0…1.</param>
/// <param name="TurnoverPerYear">Traded in a year, in multiples of equity, buying and selling counted each.</param>
public sealed record EquityFigures(double Return, double ReturnPerYear, double Sharpe, double MaxDrawdown, double TurnoverPerYear)
{
    internal static EquityFigures Of(double[] returns, double traded, double years, double stepsPerYear)
    {
        double equity = 1, peak = 1, drawdown = 0, mean = returns.Average(), squares = 0;
        foreach (double step in returns)
        {
            equity *= Math.Max(0, 1 + step);
            peak = Math.Max(peak, equity);
            drawdown = Math.Max(drawdown, 1 - equity / peak);
            squares += (step - mean) * (step - mean);
        }
        double deviation = Math.Sqrt(squares / (returns.Length - 1));
        return new(equity - 1, Math.Pow(equity, 1 / years) - 1, deviation > 0 ? mean / deviation * Math.Sqrt(stepsPerYear) : double.NaN, drawdown, traded / years);
    }
}
