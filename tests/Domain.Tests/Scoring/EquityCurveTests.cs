using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Scoring;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Scoring;

public class EquityCurveTests
{
    private static readonly ScoringOptions s_options = new() { HalfSpreadBps = 40, SlippageBps = 60, Resamples = 100 };      // 1 % a fill

    private static EquityCurve Curve(SymbolTrack[] tracks, Sample sample, SampleSplit split) => EquityCurve.Of(tracks, 0, split, sample, s_options, SomeTracks.Uniform(1))!;

    private static Bar[] Opening(params double[] opens) => SomeTracks.OpenClose([.. opens.Select(open => (open, open))]);

    [Fact]
    public void A_position_runs_from_the_next_open_to_the_one_after_and_pays_for_each_change()
    {
        int[] positions = [1, 1, -1, 0, 0, 0, 0];
        SymbolTrack track = SomeTracks.Of("A", Opening(50, 100, 110, 99, 108.9, 100, 77), atr: 1, SomeTracks.Voter(bar => SomeTracks.Votes(positions[bar])));

        EquityCurve curve = Curve([track], Sample.InSample, SomeTracks.After(7));

        // Steps end at the opens of bars 2…6: +10 %, −10 %, short into +10 %, flat, flat. Traded: 1, 0, 2, 1, 0.
        double[] steps = [0.10 - 0.01, -0.10, -0.10 - 0.02, -0.01, 0];
        Assert.Equal(5, curve.Points.Count);
        double equity = 1;
        for (int i = 0; i < steps.Length; i++)
            Assert.Equal(equity *= 1 + steps[i], curve.Points[i].Strategy, 9);
        Assert.Equal(SomeBars.Start.AddMinutes(2), curve.Points[0].TimeUtc);
        Assert.Equal(equity - 1, curve.Strategy.Return, 9);
        Assert.Equal(1 - 0.9 * 0.88 * 0.99, curve.Strategy.MaxDrawdown, 9);
        Assert.Equal(-0.10 / 4 * 10_000, curve.BreakEvenBps, 6);                            // lost 10 % before costs, over 4 traded

        double held = (1.10 - 0.01) * 0.90 * 1.10 * (100 / 108.9) * (77 / 100.0 - 0.01);    // bought once, sold once
        Assert.Equal(held - 1, curve.BuyAndHold.Return, 9);
    }

    [Fact]
    public void Symbols_share_equally_among_those_that_live()
    {
        Voter voter = SomeTracks.Voter(_ => SomeTracks.Votes(1));
        Bar[] late = [.. Opening(10, 10, 20, 20).Select(bar => bar with { OpenTimeUtc = bar.OpenTimeUtc.AddMinutes(3) })];
        SymbolTrack[] tracks = [SomeTracks.Of("A", Opening(100, 100, 110, 110, 110, 110, 110), atr: 1, voter), SomeTracks.Of("B", late, atr: 1, voter)];

        EquityCurve curve = Curve(tracks, Sample.InSample, SomeTracks.After(100));

        Assert.Equal(0.10 - 0.01, curve.Points[0].Strategy - 1, 9);                         // A alone
        Assert.Equal(1 + (1.0 - 0.01) / 2, curve.Points[3].Strategy / curve.Points[2].Strategy, 9);  // B doubles: half of equity
    }

    [Fact]
    public void The_split_cuts_the_curve_and_nothing_after_it_is_held_in_sample()
    {
        Voter voter = SomeTracks.Voter(_ => SomeTracks.Votes(1));
        SymbolTrack track = SomeTracks.Of("A", SomeBars.Random(seed: 3, count: 60), atr: 1, voter);

        EquityCurve inside = Curve([track], Sample.InSample, SomeTracks.After(40, embargo: 5)), outside = Curve([track], Sample.OutOfSample, SomeTracks.After(40, embargo: 5));

        Assert.Equal(SomeBars.Start.AddMinutes(39), inside.Points[^1].TimeUtc);
        Assert.Equal(SomeBars.Start.AddMinutes(40 + 5 + 2), outside.Points[0].TimeUtc);
        Assert.Equal(SomeBars.Start.AddMinutes(59), outside.Points[^1].TimeUtc);
    }

    [Fact]
    public void Sharpe_is_of_the_steps_by_their_number_in_a_year()
    {
        SymbolTrack track = SomeTracks.Of("A", Opening(100, 100, 110, 121, 121, 121), atr: 1, SomeTracks.Voter(bar => SomeTracks.Votes(bar is 0 or 1 ? 1 : 0)));
        EquityCurve curve = EquityCurve.Of([track], 0, SomeTracks.After(6), Sample.InSample, s_options with { HalfSpreadBps = 0, SlippageBps = 0 }, SomeTracks.Uniform(1))!;

        double perYear = 3 / (TimeSpan.FromMinutes(3).TotalDays / 365.25), deviation = Math.Sqrt((2 * 0.0025 + 2 * 0.0025) / 3);    // 0.1, 0.1, 0, 0
        Assert.Equal(0.05 / deviation * Math.Sqrt(perYear), curve.Strategy.Sharpe, 6);
    }

    [Fact]
    public void Less_than_three_steps_are_no_curve() =>
        Assert.Null(EquityCurve.Of([SomeTracks.Of("A", Opening(1, 2, 3, 4), 1, SomeTracks.Voter(_ => default))], 0, SomeTracks.After(4), Sample.InSample, s_options, SomeTracks.Uniform(1)));
}
