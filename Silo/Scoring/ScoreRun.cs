using System.Diagnostics;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Domain.Scoring;
using GoldenSignals.Silo.Feeds;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace GoldenSignals.Silo.Scoring;

/// <summary>Files to a report: read, replayed through the Domain by itself, scored.</summary>
public static class ScoreRun
{
    private const int ProgressBars = 512;

    /// <param name="progress">Told of the stage, and of the share of it that is done.</param>
    /// <exception cref="FeedException">A file cannot be read as market data.</exception>
    public static async Task<ScoreReport> Run(ScoreRequest request, Action<string, double>? progress, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        DecisionModel model = Model(request);
        IReadOnlyList<Voter> voters = Voters.Of(model);
        progress?.Invoke("read", 0);
        var feed = new CsvReplay(new CsvReplay.Options { Paths = [.. request.Paths], Interval = request.Interval, Chains = request.Chains, Symbols = request.Symbols.Count > 0 ? request.Symbols : null });
        BarReading reading = await BarReading.Of(feed, request.Interval, cancel);
        if (reading.Bars.Count == 0)
            throw new FeedException(request.Paths[0], 0, null, "not one bar has closed, so there is nothing to score.");

        var timing = new EvaluationTiming(reading.Bars.CountBy(bar => bar.Symbol).MaxBy(symbol => symbol.Value).Key);
        VoteTally[] tallies = [.. model.Panel.Descriptors.Select(_ => new VoteTally())];
        List<SymbolTrack> tracks = Replay(reading, model, voters, step =>
        {
            timing.Add(step);
            for (int agent = 0; agent < tallies.Length; agent++)
                tallies[agent].Add(step.Votes[agent]);
        }, progress, cancel);
        var split = new SampleSplit(request.Split.Of(tracks), request.EmbargoBars ?? request.Scoring.Horizons.Max());
        var scorer = new Scorer(voters, tracks, split, request.Scoring, name =>
        {
            SplitMix random = SplitMix.For((ulong)request.Seed, name);
            return () => random.NextUniform();
        });
        Sample[] samples = request.InSampleOnly ? [Sample.InSample] : [Sample.InSample, Sample.OutOfSample];
        VoterScore[][] scores = scorer.Scores(samples, done =>
        {
            cancel.ThrowIfCancellationRequested();
            progress?.Invoke("score", done);
        });
        return new()
        {
            Request = request,
            Model = model,
            Split = split,
            Voters = voters,
            Symbols = [.. tracks.Select(track => SymbolFacts.Of(track, split))],
            Quarantined = reading.Quarantined,
            Tallies = model.Panel.Descriptors.Index().ToDictionary(agent => agent.Item.Id, agent => tallies[agent.Index]),
            Scores = scores,
            Correlations = samples.ToDictionary(sample => sample, scorer.Correlations),
            Curves = [.. from voter in Enumerable.Range(0, voters.Count)
                         where voters[voter].Trades
                         from sample in samples
                         let curve = scorer.Equity(voter, sample)
                         where curve is not null
                         select (voter, curve)],
            Nanoseconds = timing.Nanoseconds(voters, voter => voter.Group == VoterGroup.Agent ? Evaluation(model, voter.Id) : null),
            Seconds = watch.Elapsed.TotalSeconds,
        };
    }

    private static Action<MarketStep> Evaluation(DecisionModel model, string id)
    {
        int agent = model.Panel.Descriptors.Index().First(one => one.Item.Id == id).Index;
        return step => model.Panel.Evaluate(agent, step.View);
    }

    private static List<SymbolTrack> Replay(
        BarReading reading, DecisionModel model, IReadOnlyList<Voter> voters, Action<MarketStep> seen, Action<string, double>? progress, CancellationToken cancel)
    {
        var loop = new MarketLoop(model);
        List<SymbolBar> bars = reading.Bars;
        int inputs = 0;
        var tracks = new SortedDictionary<string, SymbolTrack>(StringComparer.Ordinal);
        for (int i = 0; i < bars.Count; i++)
        {
            for (; inputs < reading.Inputs.Count && reading.Inputs[inputs].TimeUtc <= bars[i].Bar.OpenTimeUtc + bars[i].Interval; inputs++)
                loop.Add(reading.Inputs[inputs]);
            MarketStep step = loop.Next(bars[i]);
            if (!tracks.TryGetValue(bars[i].Symbol, out SymbolTrack? track))
                tracks.Add(bars[i].Symbol, track = new(bars[i].Symbol, bars[i].Interval, voters));
            track.Add(step);
            seen(step);
            if (i % ProgressBars == 0)
            {
                cancel.ThrowIfCancellationRequested();
                progress?.Invoke("replay", (double)i / bars.Count);
            }
        }
        return [.. tracks.Values];
    }

    /// <summary>As a grid on this machine would be configured.</summary>
    private static DecisionModel Model(ScoreRequest request)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(request.Settings);
        return GridHosting.Model(builder.Configuration);
    }
}
