using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Domain.Scoring;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Scoring;

public class ScorerTests
{
    private static readonly ScoringOptions s_options = new() { Horizons = [1], HalfSpreadBps = 20, SlippageBps = 30, Resamples = 100 };

    private static VoterScore[] Scores(SymbolTrack[] tracks, Voter voter, SampleSplit split, ScoringOptions? options = null) =>
        new Scorer([voter], tracks, split, options ?? s_options, SomeTracks.Chance).Scores([Sample.InSample, Sample.OutOfSample])[0];

    [Fact]
    public void Hits_base_rate_and_returns_by_hand()
    {
        // Moves of horizon 1, at an ATR of 2: from each next open to its close: +1, −0.5, +0.5, 0, +2; three and a half of five rise.
        Bar[] bars = SomeTracks.OpenClose((10, 10), (10, 12), (12, 11), (11, 12), (12, 12), (12, 16), (16, 16));
        int[] votes = [1, 1, -1, 1, 0, 0, 0];
        Voter voter = SomeTracks.Voter(bar => SomeTracks.Votes(votes[bar], 0.5));

        VoterScore score = Scores([SomeTracks.Of("A", bars, atr: 2, voter)], voter, SomeTracks.After(6))[0];

        const double Up = 3.5 / 5, Drift = 3.0 / 5;
        Assert.Equal((5, 4, 3, 0.8), (score.Bars, score.Votes, score.Buys, score.Coverage));
        Assert.Equal(1.5 / 4, score.HitRate, 12);                                          // +1 hit, −0.5 missed, sold +0.5 missed, 0 half
        Assert.Equal((3 * Up + (1 - Up)) / 4, score.BaseRate, 12);
        Assert.Equal(score.HitRate - score.BaseRate, score.Edge.Value, 12);
        Assert.Equal((1 - 0.5 - 0.5 + 0) / 4.0, score.ReturnAtr.Value, 12);
        Assert.Equal(score.ReturnAtr.Value - 2 * Drift / 4, score.ExcessAtr.Value, 12);    // three buys less one sale take the drift twice
        double costs = 2 * 0.005 * (10 + 12 + 11 + 12) / 2.0 / 4;                          // 50 bp at each fill, in ATR
        Assert.Equal(score.ReturnAtr.Value - costs, score.NetReturnAtr, 12);
        Assert.True(double.IsNaN(score.P) && double.IsNaN(score.EffectiveVotes));          // far too few
    }

    [Fact]
    public void Who_always_buys_has_no_edge_whatever_the_drift_and_is_not_tested()
    {
        Bar[] bars = [.. SomeBars.Random(seed: 8, count: 2_000).Select((bar, i) => Scaled(bar, Math.Exp(0.002 * i)))];
        Voter voter = SomeTracks.Voter(_ => SomeTracks.Votes(1));

        VoterScore score = Scores([SomeTracks.Of("A", bars, atr: 1, voter)], voter, SomeTracks.After(1_500))[0];

        Assert.True(score.HitRate > 0.55);
        Assert.Equal(score.HitRate, score.BaseRate, 12);
        Assert.Equal((0, 0), (Math.Round(score.Edge.Value, 12), Math.Round(score.Edge.Error, 12)));
    }

    [Fact]
    public void The_base_rate_is_each_symbols_own()
    {
        static Bar[] Rising(double step) => [.. Enumerable.Range(0, 100).Select(i => new Bar(SomeBars.Start.AddMinutes(i), 100 + step * i, 300, 1, 100 + step * (i + 1), 1))];
        // Buys what rises and sells what falls, at every bar: always right, and yet no better than its symbols' drift.
        Voter buyer = SomeTracks.Voter(_ => SomeTracks.Votes(1)), seller = SomeTracks.Voter(_ => SomeTracks.Votes(-1));
        SymbolTrack[] tracks = [SomeTracks.Of("A", Rising(0.5), atr: 1, buyer), SomeTracks.Of("B", Rising(-0.5), atr: 1, seller)];

        VoterScore score = Scores(tracks, buyer, SomeTracks.After(70))[0];

        Assert.Equal((1, 1, 0), (score.HitRate, score.BaseRate, score.Edge.Value));
    }

    [Fact]
    public void A_voter_who_knows_the_next_bar_is_found_and_one_who_guesses_is_not()
    {
        Bar[] bars = SomeBars.Random(seed: 9, count: 3_000);
        var random = new Random(9);
        Voter seer = SomeTracks.Voter(bar => SomeTracks.Votes(bar + 1 < bars.Length && random.NextDouble() < 0.9 ? Math.Sign(bars[bar + 1].Close - bars[bar + 1].Open) : 1));
        Voter guesser = SomeTracks.Voter(_ => SomeTracks.Votes(random.NextDouble() < 0.5 ? 1 : -1));
        SymbolTrack track = SomeTracks.Of("A", bars, atr: 1, seer, guesser);

        VoterScore[][] scores = new Scorer([seer, guesser], [track], SomeTracks.After(2_000), s_options, SomeTracks.Chance).Scores([Sample.InSample, Sample.OutOfSample]);

        Assert.All(scores[0], score => Assert.True(score is { HitRate: > 0.9, Q: < 1e-6, InformationCoefficient.Value: > 0.6, EffectiveVotes: > 500 }));
        Assert.All(scores[1], score => Assert.True(score is { HitRate: > 0.45 and < 0.55, Q: > 0.05, InformationCoefficient.Value: > -0.1 and < 0.1 }));
    }

    [Fact]
    public void Probabilities_are_fitted_in_sample_only()
    {
        // In-sample every vote is right, out of sample every vote is wrong: what was fitted stays.
        Bar[] bars = [.. Enumerable.Range(0, 400).Select(i => new Bar(SomeBars.Start.AddMinutes(i), 100, 102, 98, i < 200 ? 101 : 99, 1))];
        Voter voter = SomeTracks.Voter(_ => SomeTracks.Votes(1, 0.5));

        VoterScore[] scores = Scores([SomeTracks.Of("A", bars, atr: 1, voter)], voter, SomeTracks.After(200));

        ReliabilityPoint inside = Assert.Single(scores[0].Reliability.Points()), outside = Assert.Single(scores[1].Reliability.Points());
        Assert.Equal((1, 0), (inside.Came, outside.Came));
        Assert.True(inside.Said > 0.9);
        Assert.Equal(inside.Said, outside.Said, 12);
        Assert.Equal(1, scores[1].BrierOfBaseRate, 12);                                    // and so does the base rate: in-sample it always rose
    }

    [Fact]
    public void Stated_probabilities_are_taken_at_their_word()
    {
        Voter voter = SomeTracks.Voter(_ => SomeTracks.Votes(1, 0.5, probability: 0.7), statesProbability: true);

        VoterScore score = Scores([SomeTracks.Of("A", SomeBars.Random(seed: 2, count: 300), atr: 1, voter)], voter, SomeTracks.After(200))[0];

        Assert.Equal(0.7, Assert.Single(score.Reliability.Points()).Said, 6);
    }

    [Fact]
    public void The_future_changes_nothing_before_it()
    {
        const int Known = 700;
        Bar[] bars = SomeBars.Random(seed: 5, count: 1_000), other = [.. bars[..Known], .. SomeBars.Random(seed: 6, count: 1_000, start: 40)[Known..]];
        var model = new DecisionModel();
        Voter[] voters = [Voter.Consensus("consensus", model), .. Enumerable.Range(0, model.Panel.Count).Select(agent => Voter.Agent(model.Panel, agent))];
        SymbolTrack Replayed(Bar[] of)
        {
            var loop = new MarketLoop(model);
            var track = new SymbolTrack("A", SomeTracks.Minute, voters);
            foreach (Bar bar in of)
                track.Add(loop.Next(new("A", SomeTracks.Minute, bar)));
            return track;
        }

        SymbolTrack one = Replayed(bars), two = Replayed(other);

        var options = new ScoringOptions { Horizons = [5, 20], Resamples = 100 };
        VoterScore[][] Of(SymbolTrack track) => new Scorer(voters, [track], SomeTracks.After(Known), options, SomeTracks.Chance).Scores([Sample.InSample]);
        for (int voter = 0; voter < voters.Length; voter++)
        {
            Assert.Equal(Enumerable.Range(0, Known).Select(one.Opinions[voter].Signal), Enumerable.Range(0, Known).Select(two.Opinions[voter].Signal));
            Assert.Equal(Of(one)[voter].Select(Numbers), Of(two)[voter].Select(Numbers));
        }
        Assert.NotEqual(one.Opinions[0].Signal(Known + 200), two.Opinions[0].Signal(Known + 200));
    }

    [Fact]
    public void Scores_do_not_depend_on_who_else_is_scored_but_for_the_tests_adjusted_together()
    {
        Voter a = SomeTracks.Voter(bar => SomeTracks.Votes(bar % 3 - 1)), b = SomeTracks.Voter(bar => SomeTracks.Votes(bar % 2));
        Bar[] bars = SomeBars.Random(seed: 7, count: 900);
        Scorer Of(params Voter[] voters) => new(voters, [SomeTracks.Of("A", bars, atr: 1, voters)], SomeTracks.After(600), s_options, SomeTracks.Chance);

        VoterScore alone = Of(a).Scores([Sample.InSample])[0][0], among = Of(b, a).Scores([Sample.InSample])[1][0];

        Assert.Equal(Numbers(alone), Numbers(among));
        Assert.Equal((1, true), (Math.Round(Of(a).Correlations(Sample.InSample)[0][0], 9), double.IsNaN(Of(SomeTracks.Voter(_ => default)).Correlations(Sample.InSample)[0][0])));
    }

    private static string Numbers(VoterScore score) => string.Join(' ', score.Votes, score.HitRate, score.BaseRate, score.Edge, score.P, score.EffectiveVotes,
        score.ReturnAtr, score.ExcessAtr, score.NetReturnAtr, score.InformationCoefficient, score.Reliability.Brier, score.BrierOfBaseRate);

    private static Bar Scaled(Bar bar, double by) => bar with { Open = bar.Open * by, High = bar.High * by * 1.01, Low = bar.Low * by, Close = bar.Close * by * 1.002 };
}
