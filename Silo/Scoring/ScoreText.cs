using System.Globalization;
using System.Text;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Scoring;

namespace GoldenSignals.Silo.Scoring;

/// <summary>A report as text: what the data is, two tables for each sample and horizon, the equity curves' figures.</summary>
public static class ScoreText
{
    internal const string Legend =
        """
        votes: bars with a vote whose outcome is known; n_eff: how many independent votes they are worth; hit %: share that was right, with its
        95 % interval; base %: what such votes hit at random bars; edge: hit less base, in points; q: chance of it, adjusted over all voters and
        horizons of the sample (Benjamini-Hochberg), '-' where n_eff is below 30; Brier, base: of its probabilities (s stated, f fitted in-sample)
        and of the base rate; cal: mean distance of said and came, in points; ATR: mean move in the direction of the votes, from the next open to
        the h-th close; excess: less what the drift gives such votes; net: after costs; IC: Spearman of signal and move; nearest: the most
        correlated other; ns: one evaluation, measured.
        """;

    public static string Of(ScoreReport report)
    {
        var text = new StringBuilder();
        SymbolFacts[] symbols = [.. report.Symbols];
        Line(text, $"bars           {symbols.Sum(symbol => symbol.Bars):N0} of {BarInterval.Format(symbols[0].Interval)}, {symbols.Length} symbols, {symbols.Min(symbol => symbol.FirstUtc):yyyy-MM-dd} to {symbols.Max(symbol => symbol.LastUtc):yyyy-MM-dd}");
        Line(text, $"in-sample      to {report.Split.AtUtc:yyyy-MM-dd HH:mm}Z; the h bars before it purged, {report.Split.EmbargoBars} bars of each symbol after it under embargo");
        Line(text, $"costs          {report.Request.Scoring.HalfSpreadBps} bp half-spread + {report.Request.Scoring.SlippageBps} bp slippage at each fill");
        Line(text, $"configuration  {report.Model.Version}");
        foreach (string statement in report.DataStatement())
            Line(text, $"data           {statement}");
        foreach (Sample sample in report.Samples)
        {
            foreach (int horizon in report.Request.Scoring.Horizons)
                Table(text, report, sample, horizon);
            Equity(text, report, sample);
        }
        text.Append('\n').Append(Legend.ReplaceLineEndings("\n")).Append('\n');
        Line(text, $"{report.Seconds:F1} s");
        return text.ToString();
    }

    /// <summary>What a sample is called, everywhere.</summary>
    public static string Name(Sample sample) => sample == Sample.InSample ? "IN-SAMPLE" : "OUT OF SAMPLE";

    private static void Table(StringBuilder text, ScoreReport report, Sample sample, int horizon)
    {
        int tests = report.Scores.Sum(of => of.Count(score => score.Sample == sample && !double.IsNaN(score.P)));
        int width = report.Voters.Max(voter => voter.Id.Length) + 1;
        string Name(int voter) => report.Voters[voter].Id.PadRight(width);
        Line(text, $"\n{ScoreText.Name(sample)}, horizon {horizon} bars: {report.Score(0, sample, horizon).Bars:N0} bars judged, {tests} tests adjusted together");
        Line(text, $"{new string(' ', width)}{"votes",8}{"cover",7}{"n_eff",7}{"hit %",7} {"[95 %]",-12}{"base %",7}{"edge",7}{"q",7}{"Brier",8}{"base",8}{"cal",6}{"ns",6}");
        for (int voter = 0; voter < report.Voters.Count; voter++)
            if (report.Silence(voter) is { } silence)
                Line(text, $"{Name(voter)}{0,8}  {silence}");
            else
                Hits(text, Name(voter), report, voter, report.Score(voter, sample, horizon));

        Line(text, $"\n{new string(' ', width)}{"ATR",8} {"[95 %]",-16}{"excess",8}{"net",8}{"IC",8} {"[95 %]",-16} nearest other");
        for (int voter = 0; voter < report.Voters.Count; voter++)
            if (report.Silence(voter) is null)
                Moves(text, Name(voter), report, voter, report.Score(voter, sample, horizon));
    }

    private static void Hits(StringBuilder text, string name, ScoreReport report, int voter, VoterScore score) =>
        Line(text, $"{name}{score.Votes,8:N0}{Percent(score.Coverage, 0),6}%{Number(score.EffectiveVotes, "N0"),7}{Percent(score.HitRate, 1),7} {Pair(score.HitInterval, 100, "F1"),-12}{Percent(score.BaseRate, 1),7}{Percent(score.Edge.Value, 1, signed: true),7}{Number(score.Q, "F3"),7}{Number(score.Reliability.Brier, "F4"),7}{(report.Voters[voter].StatesProbability ? 's' : 'f')}{Number(score.BrierOfBaseRate, "F4"),8}{Percent(score.Reliability.CalibrationError, 1),6}{report.Nanoseconds[voter],6:N0}");

    private static void Moves(StringBuilder text, string name, ScoreReport report, int voter, VoterScore score)
    {
        string nearest = report.Nearest(voter, score.Sample) is { } other ? string.Create(CultureInfo.InvariantCulture, $"{report.Voters[other.Voter].Id} {other.Correlation:F2}") : "-";
        Line(text, $"{name}{Number(score.ReturnAtr.Value, "+F3"),8} {Pair(score.ReturnAtr.Interval(), 1, "+F2"),-16}{Number(score.ExcessAtr.Value, "+F3"),8}{Number(score.NetReturnAtr, "+F3"),8}{Number(score.InformationCoefficient.Value, "+F3"),8} {Pair(score.InformationCoefficient.Interval(), 1, "+F2"),-16} {nearest}");
    }

    private static void Equity(StringBuilder text, ScoreReport report, Sample sample)
    {
        (int Voter, EquityCurve Curve)[] curves = [.. report.Curves.Where(of => of.Curve.Sample == sample)];
        if (curves.Length == 0)
            return;
        Line(text, $"\n{Name(sample)}, equity after costs: equal shares of all symbols, long, flat or short, filled at the next open");
        Line(text, $"{"",-22}{"return",10}{"a year",9}{"Sharpe",8}{"drawdown",10}{"turnover/year",15}{"break-even",12}   above buy and hold, a year [95 %]");
        foreach ((int voter, EquityCurve curve) in curves)
            Figures(text, report.Voters[voter].Id, curve.Strategy, Number(curve.BreakEvenBps, "F1") + " bp",
                $"{Percent(curve.ExcessPerYear.Value, 1, signed: true)} % {Pair(curve.ExcessPerYear.Interval(), 100, "+F1")}");
        Figures(text, "buy and hold", curves[0].Curve.BuyAndHold, "", "");
    }

    private static void Figures(StringBuilder text, string name, EquityFigures figures, string breakEven, string excess) =>
        Line(text, $"{name,-22}{Percent(figures.Return, 1, signed: true),9}%{Percent(figures.ReturnPerYear, 1, signed: true),8}%{Number(figures.Sharpe, "F2"),8}{Percent(figures.MaxDrawdown, 1),9}%{figures.TurnoverPerYear,15:N1}{breakEven,12}   {excess}");

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture).TrimEnd()).Append('\n');

    private static string Number(double value, string format) => ScoreNumbers.Text(value, format);

    private static string Percent(double value, int digits, bool signed = false) => ScoreNumbers.Text(100 * value, $"{(signed ? "+" : "")}F{digits}");

    private static string Pair((double Low, double High) interval, double scale, string format) =>
        double.IsNaN(interval.Low) ? "" : $"[{Number(scale * interval.Low, format)} {Number(scale * interval.High, format)}]";
}
