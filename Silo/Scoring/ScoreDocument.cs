using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Scoring;
using GoldenSignals.Silo.Json;

namespace GoldenSignals.Silo.Scoring;

/// <summary>The JSON form of a report. All but <paramref name="Timing"/> is the same for the same input. A number that cannot be told is null.</summary>
/// <param name="Command">How the run was called.</param>
/// <param name="Configuration">Version of the agents, options and rules.</param>
/// <param name="SplitUtc">In-sample ends here, for all symbols.</param>
/// <param name="Tests">P-values adjusted together, by sample.</param>
/// <param name="Correlations">Of the voters' signals, by sample: rows and columns in the order of the voters.</param>
public sealed record ScoreDocument(
    string Command,
    string Configuration,
    string Interval,
    IReadOnlyList<int> Horizons,
    DateTime SplitUtc,
    int EmbargoBars,
    double HalfSpreadBps,
    double SlippageBps,
    int Resamples,
    int Seed,
    string[] Data,
    SymbolFacts[] Symbols,
    IReadOnlyDictionary<string, long> Quarantined,
    IReadOnlyDictionary<string, int> Tests,
    VoterDocument[] Voters,
    IReadOnlyDictionary<string, double?[][]> Correlations,
    EquityDocument[] Equity,
    TimingDocument Timing)
{
    public static ScoreDocument From(ScoreReport report) => new(
        report.Request.Command,
        report.Model.Version,
        BarInterval.Format(report.Symbols[0].Interval),
        report.Request.Scoring.Horizons,
        report.Split.AtUtc,
        report.Split.EmbargoBars,
        report.Request.Scoring.HalfSpreadBps,
        report.Request.Scoring.SlippageBps,
        report.Request.Scoring.Resamples,
        report.Request.Seed,
        [.. report.DataStatement()],
        [.. report.Symbols],
        report.Quarantined,
        report.Samples.ToDictionary(Name, sample => report.Scores.Sum(of => of.Count(score => score.Sample == sample && !double.IsNaN(score.P)))),
        [.. report.Voters.Select((voter, i) => VoterDocument.From(report, i))],
        report.Correlations.ToDictionary(of => Name(of.Key), of => of.Value.Select(row => row.Select(JsonValues.Finite).ToArray()).ToArray()),
        [.. report.Curves.Select(of => EquityDocument.From(report.Voters[of.Voter].Id, of.Curve))],
        new(report.Seconds, report.Voters.Index().ToDictionary(voter => voter.Item.Id, voter => report.Nanoseconds[voter.Index])));

    internal static string Name(Sample sample) => sample == Sample.InSample ? "inSample" : "outOfSample";
}

/// <param name="Group">agent, consensus or baseline.</param>
/// <param name="Probability">stated by the voter, or fitted in-sample.</param>
/// <param name="Abstentions">Of an agent: bars without a vote, by reason.</param>
/// <param name="MeanScale">Of an agent: what it multiplied the score by, on average.</param>
public sealed record VoterDocument(
    string Id, string Group, string Kind, string Probability, IReadOnlyDictionary<string, int>? Abstentions, double? MeanScale, ScoreRow[] Scores)
{
    internal static VoterDocument From(ScoreReport report, int voter)
    {
        Voter who = report.Voters[voter];
        VoteTally? tally = report.Tallies.GetValueOrDefault(who.Id);
        return new(who.Id, Camel(who.Group.ToString()), Camel(who.Kind), who.StatesProbability ? "stated" : "fitted",
            tally?.Abstentions, tally?.MeanScale, [.. report.Scores[voter].Select(score => ScoreRow.From(score, report, voter))]);
    }

    private static string Camel(string name) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name);
}

/// <summary>One voter, sample and horizon: <see cref="VoterScore"/> says what each number is.</summary>
/// <param name="Nearest">The other voter whose signals correlate most with these in the sample, and how much.</param>
public sealed record ScoreRow(
    string Sample, int Horizon, int Bars, int Votes, int Buys, double? Coverage, double? EffectiveVotes,
    double? HitRate, double? HitLow, double? HitHigh, double? BaseRate, EstimateDocument Edge, double? P, double? Q,
    double? Brier, double? BrierOfBaseRate, double? CalibrationError, ReliabilityPoint[] Reliability,
    EstimateDocument ReturnAtr, EstimateDocument ExcessAtr, double? NetReturnAtr, EstimateDocument InformationCoefficient,
    string? Nearest, double? NearestCorrelation)
{
    internal static ScoreRow From(VoterScore score, ScoreReport report, int voter)
    {
        (int Voter, double Correlation)? nearest = report.Nearest(voter, score.Sample);
        return new(
            ScoreDocument.Name(score.Sample), score.HorizonBars, score.Bars, score.Votes, score.Buys, JsonValues.Finite(score.Coverage), JsonValues.Finite(score.EffectiveVotes),
            JsonValues.Finite(score.HitRate), JsonValues.Finite(score.HitInterval.Low), JsonValues.Finite(score.HitInterval.High), JsonValues.Finite(score.BaseRate),
            EstimateDocument.From(score.Edge), JsonValues.Finite(score.P), JsonValues.Finite(score.Q),
            JsonValues.Finite(score.Reliability.Brier), JsonValues.Finite(score.BrierOfBaseRate), JsonValues.Finite(score.Reliability.CalibrationError), [.. score.Reliability.Points()],
            EstimateDocument.From(score.ReturnAtr), EstimateDocument.From(score.ExcessAtr), JsonValues.Finite(score.NetReturnAtr), EstimateDocument.From(score.InformationCoefficient),
            nearest is { } one ? report.Voters[one.Voter].Id : null, nearest?.Correlation);
    }
}

/// <param name="Low">Of the 95 % interval, as <paramref name="High"/>.</param>
public sealed record EstimateDocument(double? Value, double? Error, double? Low, double? High)
{
    internal static EstimateDocument From(Estimate estimate)
    {
        (double low, double high) = estimate.Interval();
        return new(JsonValues.Finite(estimate.Value), JsonValues.Finite(estimate.Error), JsonValues.Finite(low), JsonValues.Finite(high));
    }
}

/// <summary>After costs, beside buy and hold: <see cref="EquityCurve"/> says how.</summary>
/// <param name="Curve">At most 500 points, the last one included.</param>
public sealed record EquityDocument(
    string Voter, string Sample, FiguresDocument Strategy, FiguresDocument BuyAndHold, EstimateDocument ExcessPerYear, double? BreakEvenBps, EquityPoint[] Curve)
{
    private const int MaxPoints = 500;

    internal static EquityDocument From(string voter, EquityCurve curve) => new(
        voter, ScoreDocument.Name(curve.Sample), FiguresDocument.From(curve.Strategy), FiguresDocument.From(curve.BuyAndHold),
        EstimateDocument.From(curve.ExcessPerYear), JsonValues.Finite(curve.BreakEvenBps), Thinned(curve.Points));

    internal static EquityPoint[] Thinned(IReadOnlyList<EquityPoint> points)
    {
        int step = (points.Count + MaxPoints - 1) / MaxPoints;
        return [.. points.Where((_, i) => (points.Count - 1 - i) % step == 0)];
    }
}

/// <inheritdoc cref="EquityFigures"/>
public sealed record FiguresDocument(double? Return, double? ReturnPerYear, double? Sharpe, double? MaxDrawdown, double? TurnoverPerYear)
{
    internal static FiguresDocument From(EquityFigures figures) => new(
        JsonValues.Finite(figures.Return), JsonValues.Finite(figures.ReturnPerYear), JsonValues.Finite(figures.Sharpe), JsonValues.Finite(figures.MaxDrawdown), JsonValues.Finite(figures.TurnoverPerYear));
}

/// <summary>Measured in this run; the only part that differs from run to run.</summary>
/// <param name="NanosecondsPerEvaluation">By voter.</param>
public sealed record TimingDocument(double Seconds, IReadOnlyDictionary<string, double> NanosecondsPerEvaluation);
