using System.Globalization;
using System.Net;
using System.Text;
using GoldenSignals.Domain.Scoring;

namespace GoldenSignals.Silo.Scoring;

/// <summary>The plots of a report as inline SVG: their colours come from the page's style.</summary>
internal static class ScorePlots
{
    private const int NameWidth = 190, RowHeight = 18;

    /// <summary>Hit rate less base rate of every voter that voted, with its interval, both samples in a row.</summary>
    public static string Edges(ScoreReport report, int horizon)
    {
        int[] voters = [.. Enumerable.Range(0, report.Voters.Count).Where(voter => report.Samples.Any(sample => report.Score(voter, sample, horizon).Votes > 0))];
        const double Width = 770, Most = 0.2;
        double Place(double edge) => NameWidth + (Math.Clamp(edge, -Most, Most) + Most) / (2 * Most) * (Width - NameWidth - 20);
        double height = RowHeight * voters.Length + 40;
        var svg = Begin(Width, height, $"Hit rate less base rate, horizon {horizon} bars");
        for (int points = -20; points <= 20; points += 5)
        {
            Add(svg, $"<line class='{(points == 0 ? "axis" : "grid")}' x1='{Place(points / 100.0):F1}' x2='{Place(points / 100.0):F1}' y1='6' y2='{height - 26:F0}'/>");
            Add(svg, $"<text class='small' text-anchor='middle' x='{Place(points / 100.0):F1}' y='{height - 10:F0}'>{points:+0;-0;0}</text>");
        }
        for (int row = 0; row < voters.Length; row++)
        {
            double y = 6 + RowHeight * (row + 0.5);
            Add(svg, $"<text class='small' text-anchor='end' x='{NameWidth - 8}' y='{y + 4:F1}'>{Escaped(report.Voters[voters[row]].Id)}</text>");
            foreach (Sample sample in report.Samples)
            {
                VoterScore score = report.Score(voters[row], sample, horizon);
                (double low, double high) = score.Edge.Interval();
                (string css, double shift) = sample == Sample.InSample ? ("in", -3.5) : ("out", 3.5);
                if (!double.IsNaN(low))
                    Add(svg, $"<line class='{css}' x1='{Place(low):F1}' x2='{Place(high):F1}' y1='{y + shift:F1}' y2='{y + shift:F1}'/>");
                if (score.Votes > 0)
                    Add(svg, $"<circle class='{css}' r='3' cx='{Place(score.Edge.Value):F1}' cy='{y + shift:F1}'><title>{Escaped(report.Voters[voters[row]].Id)} {ScoreText.Name(sample)}: {ScoreNumbers.Text(100 * score.Edge.Value, "+F1")} points, {score.Votes:N0} votes</title></circle>");
            }
        }
        return End(svg);
    }

    /// <summary>What was said against what came; the area of a point grows with its votes.</summary>
    public static string Calibration(ScoreReport report, int voter, int horizon)
    {
        const double Size = 260, Edge = 34;
        double Place(double share) => Edge + share * (Size - Edge - 8);
        var svg = Begin(Size, Size, $"Calibration of {report.Voters[voter].Id}, horizon {horizon} bars");
        for (double tick = 0; tick <= 1; tick += 0.25)
        {
            Add(svg, $"<line class='grid' x1='{Place(tick):F1}' x2='{Place(tick):F1}' y1='{Size - Place(0):F1}' y2='{Size - Place(1):F1}'/><line class='grid' y1='{Size - Place(tick):F1}' y2='{Size - Place(tick):F1}' x1='{Place(0):F1}' x2='{Place(1):F1}'/>");
            Add(svg, $"<text class='small' text-anchor='middle' x='{Place(tick):F1}' y='{Size - 18:F0}'>{tick:0.##}</text><text class='small' text-anchor='end' x='{Edge - 4:F0}' y='{Size - Place(tick) + 4:F1}'>{tick:0.##}</text>");
        }
        Add(svg, $"<line class='axis' x1='{Place(0):F1}' y1='{Size - Place(0):F1}' x2='{Place(1):F1}' y2='{Size - Place(1):F1}'/>");
        Add(svg, $"<text class='small' text-anchor='middle' x='{Size / 2:F0}' y='{Size - 4:F0}'>said: {Escaped(report.Voters[voter].Id)}</text>");
        foreach (Sample sample in report.Samples)
        {
            VoterScore score = report.Score(voter, sample, horizon);
            foreach (ReliabilityPoint point in score.Reliability.Points())
                Add(svg, $"<circle class='{Class(sample)}' fill-opacity='0.7' r='{1.5 + 8 * Math.Sqrt((double)point.Votes / score.Votes):F1}' cx='{Place(point.Said):F1}' cy='{Size - Place(point.Came):F1}'><title>{ScoreText.Name(sample)}: said {point.Said:F3}, came {point.Came:F3}, {point.Votes:N0} votes</title></circle>");
        }
        return End(svg);
    }

    /// <summary>Equity after costs and buy and hold, each from 1, on a scale of logarithms.</summary>
    public static string Equity(string name, EquityCurve curve)
    {
        const double Width = 520, Height = 240, Left = 44, Bottom = 24;
        EquityPoint[] points = EquityDocument.Thinned(curve.Points);
        double low = Math.Max(1e-3, points.Min(point => Math.Min(point.Strategy, point.BuyAndHold))), high = points.Max(point => Math.Max(point.Strategy, point.BuyAndHold));
        double bottom = Math.Log(Math.Min(low, 0.95)), top = Math.Log(Math.Max(high, 1.05));
        double X(DateTime time) => Left + (time - points[0].TimeUtc) / (points[^1].TimeUtc - points[0].TimeUtc) * (Width - Left - 8);
        double Y(double equity) => 8 + (top - Math.Log(Math.Max(equity, low))) / (top - bottom) * (Height - Bottom - 8);
        string Path(Func<EquityPoint, double> of) => string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.TimeUtc):F1},{Y(of(point)):F1}")));

        var svg = Begin(Width, Height, $"Equity of {name}, {ScoreText.Name(curve.Sample)}");
        for (int i = 0; i <= 4; i++)
        {
            double value = Math.Exp(bottom + (top - bottom) * i / 4);
            Add(svg, $"<line class='grid' x1='{Left:F0}' x2='{Width - 8:F0}' y1='{Y(value):F1}' y2='{Y(value):F1}'/><text class='small' text-anchor='end' x='{Left - 4:F0}' y='{Y(value) + 4:F1}'>{value:F2}</text>");
        }
        Add(svg, $"<text class='small' x='{Left:F0}' y='{Height - 6:F0}'>{points[0].TimeUtc:yyyy-MM-dd}</text><text class='small' text-anchor='end' x='{Width - 8:F0}' y='{Height - 6:F0}'>{points[^1].TimeUtc:yyyy-MM-dd}</text>");
        Add(svg, $"<polyline class='hold' points='{Path(point => point.BuyAndHold)}'/><polyline class='{Class(curve.Sample)}' fill='none' points='{Path(point => point.Strategy)}'/>");
        return End(svg);
    }

    /// <summary>Correlation of each pair of voters that voted.</summary>
    public static string Correlations(ScoreReport report, Sample sample)
    {
        double[][] matrix = report.Correlations[sample];
        int[] voters = [.. Enumerable.Range(0, matrix.Length).Where(voter => !double.IsNaN(matrix[voter][voter]))];
        double cell = voters.Length > 30 ? 11 : 18, width = NameWidth + cell * voters.Length + 10, height = cell * voters.Length + NameWidth;
        var svg = Begin(width, height, $"Correlation of signals, {ScoreText.Name(sample)}");
        for (int i = 0; i < voters.Length; i++)
        {
            double y = NameWidth - 10 + cell * i, x = NameWidth + cell * i;
            Add(svg, $"<text class='small' text-anchor='end' x='{NameWidth - 6}' y='{y + cell * 0.75:F1}'>{Escaped(report.Voters[voters[i]].Id)}</text>");
            Add(svg, $"<text class='small' transform='translate({x + cell * 0.75:F1} {NameWidth - 16}) rotate(-90)'>{Escaped(report.Voters[voters[i]].Id)}</text>");
            for (int j = 0; j < voters.Length; j++)
            {
                double correlation = matrix[voters[i]][voters[j]];
                Add(svg, $"<rect class='{(correlation < 0 ? "cold" : "hot")}' fill-opacity='{Math.Abs(correlation):F2}' x='{NameWidth + cell * j:F1}' y='{y:F1}' width='{cell - 1:F1}' height='{cell - 1:F1}'><title>{Escaped(report.Voters[voters[i]].Id)}, {Escaped(report.Voters[voters[j]].Id)}: {correlation:F2}</title></rect>");
            }
        }
        return End(svg);
    }

    public static string Class(Sample sample) => sample == Sample.InSample ? "in" : "out";

    public static string Escaped(string text) => WebUtility.HtmlEncode(text);

    private static StringBuilder Begin(double width, double height, string title)
    {
        var svg = new StringBuilder();
        Add(svg, $"<svg role='img' viewBox='0 0 {width:F0} {height:F0}' style='max-width:{width:F0}px' aria-label='{Escaped(title)}'>");
        return svg;
    }

    private static string End(StringBuilder svg) => svg.Append("</svg>").ToString();

    private static void Add(StringBuilder svg, FormattableString part) => svg.Append(part.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
