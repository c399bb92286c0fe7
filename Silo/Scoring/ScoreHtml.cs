using System.Globalization;
using System.Text;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Scoring;
using static GoldenSignals.Silo.Scoring.ScorePlots;

namespace GoldenSignals.Silo.Scoring;

/// <summary>A report as one page that needs nothing beside it: no script, no font, no address.</summary>
public static class ScoreHtml
{
    private const string Style =
        """
        :root{color-scheme:light dark;--text:#1c2330;--soft:#5d6879;--page:#fff;--line:#d9dee6;--in:#8a94a6;--out:#0b6bcb;--hold:#c98a12;--hot:#b3392b;--cold:#0b6bcb}
        @media(prefers-color-scheme:dark){:root{--text:#e4e8ef;--soft:#98a3b5;--page:#14181f;--line:#323a47;--in:#8a94a6;--out:#5aa9f5;--hold:#e0aa3e;--hot:#e0695a;--cold:#5aa9f5}}
        body{font:15px/1.5 system-ui,sans-serif;color:var(--text);background:var(--page);max-width:1400px;margin:0 auto;padding:1.5rem}
        h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.2rem}h3{font-size:1rem}
        code{font-size:.86em;overflow-wrap:anywhere}.wide{overflow-x:auto}.row{display:flex;flex-wrap:wrap;gap:1rem}.row>figure.plot{flex:0 1 520px}.row>figure.square{flex:0 1 240px}
        figure{margin:0}figcaption{color:var(--soft);font-size:.86rem}
        table{border-collapse:collapse;font-size:.82rem;font-variant-numeric:tabular-nums}
        th,td{padding:.15rem .5rem;text-align:right;white-space:nowrap;border-bottom:1px solid var(--line)}th{color:var(--soft);font-weight:600}
        td:first-child,th:first-child{text-align:left;position:sticky;left:0;background:var(--page)}
        svg{width:100%;height:auto}.small{font:11px system-ui,sans-serif;fill:var(--text)}.grid{stroke:var(--line)}.axis{stroke:var(--soft)}
        line.in,polyline.in{stroke:var(--in);stroke-width:1.6}line.out,polyline.out{stroke:var(--out);stroke-width:1.6}circle.in{fill:var(--in)}circle.out{fill:var(--out)}
        .hold{stroke:var(--hold);stroke-width:1.4;fill:none}.hot{fill:var(--hot)}.cold{fill:var(--cold)}
        .key::before{content:"\25cf ";font-size:1.1em}.key.in::before{color:var(--in)}.key.out::before{color:var(--out)}.key.held::before{color:var(--hold)}
        """;

    public static string Of(ScoreReport report)
    {
        var page = new StringBuilder();
        IReadOnlyList<int> horizons = report.Request.Scoring.Horizons;
        Add(page, $"<!doctype html><html lang='en'><head><meta charset='utf-8'><meta name='viewport' content='width=device-width,initial-scale=1'><title>Scores of the agents</title><style>{Style}</style></head><body>");
        Head(page, report);
        Add(page, $"<h2>Hit rate less base rate</h2><p>Points, with intervals of 95 %: {Key(report)}. Beyond ±20 points cut off.</p>");
        foreach (int horizon in horizons)
            Add(page, $"<figure><figcaption>Horizon {horizon} bars</figcaption>{Edges(report, horizon)}</figure>");

        Add(page, $"<h2>Equity after costs</h2><p>{Key(report)}, <span class='key held'>buy and hold</span>; logarithmic. Equal shares of all symbols; filled at the next open.</p><div class='row'>");
        foreach ((int voter, EquityCurve curve) in report.Curves)
            Add(page, $"<figure class='plot'><figcaption>{Escaped(report.Voters[voter].Id)}, {ScoreText.Name(curve.Sample)}</figcaption>{Equity(report.Voters[voter].Id, curve)}</figure>");
        Add(page, $"</div>");
        foreach (Sample sample in report.Samples)
            Figures(page, report, sample);

        int middle = horizons[horizons.Count / 2];
        Add(page, $"<h2>Calibration</h2><p>How often it came against how likely it was said, horizon {middle} bars: {Key(report)}. On the diagonal is right. Agents state no probability: theirs is fitted in-sample.</p><div class='row'>");
        for (int voter = 0; voter < report.Voters.Count; voter++)
            if (report.Samples.Any(sample => report.Score(voter, sample, middle).Votes > 0))
                Add(page, $"<figure class='square'>{Calibration(report, voter, middle)}</figure>");
        Add(page, $"</div>");

        foreach (Sample sample in report.Samples)
        {
            Add(page, $"<h2>{ScoreText.Name(sample)}</h2>");
            foreach (int horizon in horizons)
                Table(page, report, sample, horizon);
            Add(page, $"<h3>Correlation of signals</h3><div class='wide'>{Correlations(report, sample)}</div>");
        }
        Add(page, $"<p>{Escaped(ScoreText.Legend)}</p><p>Nanoseconds and the run's {report.Seconds:F1} s are measured and differ from run to run; all else is the same for the same input.</p></body></html>");
        return page.ToString();
    }

    private static void Head(StringBuilder page, ScoreReport report)
    {
        Add(page, $"<h1>Scores of the agents</h1><p><code>{Escaped(report.Request.Command)}</code></p><ul>");
        Add(page, $"<li>{report.Symbols.Sum(symbol => symbol.Bars):N0} bars of {BarInterval.Format(report.Symbols[0].Interval)}, {report.Symbols.Count} symbols, {report.Symbols.Min(symbol => symbol.FirstUtc):yyyy-MM-dd} to {report.Symbols.Max(symbol => symbol.LastUtc):yyyy-MM-dd}; configuration {Escaped(report.Model.Version)}</li>");
        Add(page, $"<li>In-sample to {report.Split.AtUtc:yyyy-MM-dd HH:mm}Z; the h bars before it are purged, {report.Split.EmbargoBars} bars of each symbol after it are under embargo.{(report.Request.InSampleOnly ? " The test period was not judged." : "")}</li>");
        Add(page, $"<li>Costs of a fill: {report.Request.Scoring.HalfSpreadBps} bp half-spread and {report.Request.Scoring.SlippageBps} bp slippage.</li>");
        foreach (string statement in report.DataStatement())
            Add(page, $"<li>{Escaped(statement)}</li>");
        Add(page, $"</ul><details><summary>Symbols</summary><div class='wide'><table><tr><th></th><th>bars</th><th>in-sample</th><th>out of sample</th><th>first</th><th>last</th><th>without volume</th><th>one price</th><th>largest gap</th><th>on</th></tr>");
        foreach (SymbolFacts symbol in report.Symbols)
            Row(page, [symbol.Symbol, Text(symbol.Bars, "N0"), Text(symbol.InSample, "N0"), Text(symbol.OutOfSample, "N0"), Day(symbol.FirstUtc), Day(symbol.LastUtc),
                Text(100 * symbol.WithoutVolume, "F0") + " %", Text(100 * symbol.ClosesOnly, "F0") + " %", Text(100 * symbol.LargestGap, "+F1") + " %", Day(symbol.LargestGapUtc)]);
        Add(page, $"</table></div></details>");
    }

    private static void Figures(StringBuilder page, ScoreReport report, Sample sample)
    {
        (int Voter, EquityCurve Curve)[] curves = [.. report.Curves.Where(of => of.Curve.Sample == sample)];
        if (curves.Length == 0)
            return;
        Add(page, $"<h3>{ScoreText.Name(sample)}</h3><div class='wide'><table><tr><th></th><th>return</th><th>a year</th><th>Sharpe</th><th>drawdown</th><th>turnover a year</th><th>break-even</th><th>above buy and hold, a year</th><th>95 %</th></tr>");
        foreach ((int voter, EquityCurve curve) in curves)
            Row(page, [report.Voters[voter].Id, .. Cells(curve.Strategy), Text(curve.BreakEvenBps, "F1") + " bp", Text(100 * curve.ExcessPerYear.Value, "+F1") + " %", Pair(curve.ExcessPerYear.Interval(), 100, "+F1")]);
        Row(page, ["buy and hold", .. Cells(curves[0].Curve.BuyAndHold), "", "", ""]);
        Add(page, $"</table></div>");
    }

    private static string[] Cells(EquityFigures of) =>
        [Text(100 * of.Return, "+F1") + " %", Text(100 * of.ReturnPerYear, "+F1") + " %", Text(of.Sharpe, "F2"), Text(100 * of.MaxDrawdown, "F1") + " %", Text(of.TurnoverPerYear, "F1")];

    private static void Table(StringBuilder page, ScoreReport report, Sample sample, int horizon)
    {
        Add(page, $"<h3>Horizon {horizon} bars</h3><p>{report.Score(0, sample, horizon).Bars:N0} bars judged.</p><div class='wide'><table><tr>");
        foreach (string head in "|votes|cover|n_eff|hit %|95 %|base %|edge|q|Brier|base|cal|ATR|95 %|excess|net|IC|95 %|nearest|ns".Split('|'))
            Add(page, $"<th>{head}</th>");
        Add(page, $"</tr>");
        for (int voter = 0; voter < report.Voters.Count; voter++)
        {
            VoterScore score = report.Score(voter, sample, horizon);
            string name = report.Voters[voter].Id;
            if (report.Silence(voter) is { } silence)
            {
                Add(page, $"<tr><td>{Escaped(name)}</td><td colspan='19' style='text-align:left'>{Escaped(silence)}</td></tr>");
                continue;
            }
            string nearest = report.Nearest(voter, sample) is { } other ? $"{report.Voters[other.Voter].Id} {Text(other.Correlation, "F2")}" : "";
            Row(page, [name, Text(score.Votes, "N0"), Text(100 * score.Coverage, "F0") + " %", Text(score.EffectiveVotes, "N0"), Text(100 * score.HitRate, "F1"), Pair(score.HitInterval, 100, "F1"),
                Text(100 * score.BaseRate, "F1"), Text(100 * score.Edge.Value, "+F1"), Text(score.Q, "F3"), Text(score.Reliability.Brier, "F4") + (report.Voters[voter].StatesProbability ? " s" : " f"),
                Text(score.BrierOfBaseRate, "F4"), Text(100 * score.Reliability.CalibrationError, "F1"), Text(score.ReturnAtr.Value, "+F3"), Pair(score.ReturnAtr.Interval(), 1, "+F2"),
                Text(score.ExcessAtr.Value, "+F3"), Text(score.NetReturnAtr, "+F3"), Text(score.InformationCoefficient.Value, "+F3"), Pair(score.InformationCoefficient.Interval(), 1, "+F2"),
                nearest, Text(report.Nanoseconds[voter], "N0")]);
        }
        Add(page, $"</table></div>");
    }

    private static void Row(StringBuilder page, IEnumerable<string> cells) => Add(page, $"<tr>{string.Concat(cells.Select(cell => $"<td>{Escaped(cell)}</td>"))}</tr>");

    private static string Day(DateTime time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Key(ScoreReport report) =>
        string.Join(", ", report.Samples.Select(sample => $"<span class='key {Class(sample)}'>{(sample == Sample.InSample ? "in-sample" : "out of sample")}</span>"));

    private static string Text(double value, string format) => ScoreNumbers.Text(value, format);

    private static string Pair((double Low, double High) interval, double scale, string format) =>
        double.IsNaN(interval.Low) ? "" : $"{Text(scale * interval.Low, format)} … {Text(scale * interval.High, format)}";

    private static void Add(StringBuilder page, FormattableString part) => page.Append(part.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
