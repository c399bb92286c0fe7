using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Domain.Scoring;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Scoring;

/// <summary>Tracks whose voters say at each bar, counted from 0, what a test wants.</summary>
internal static class SomeTracks
{
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static Voter Voter(Func<int, Opinion> says, bool statesProbability = false) => new("scripted", VoterGroup.Baseline, "test", statesProbability, () =>
    {
        int bar = 0;
        return (in MarketStep _) => says(bar++);
    });

    public static Opinion Votes(int direction, double strength = 1, double probability = double.NaN) => new(direction, direction * strength, probability, direction);

    public static SymbolTrack Of(string symbol, IEnumerable<Bar> bars, double atr, params Voter[] voters)
    {
        var track = new SymbolTrack(symbol, Minute, voters);
        int number = 0;
        foreach (Bar bar in bars)
        {
            var values = new double[IndicatorCatalog.Columns.Count];
            values[DecisionModel.Atr.Index] = atr;
            track.Add(new MarketStep(new MarketView(symbol, Minute, bar, ++number, values, []), [], null!));
        }
        return track;
    }

    /// <summary>Bars that open at the first and close at the second price.</summary>
    public static Bar[] OpenClose(params (double Open, double Close)[] prices) =>
        [.. prices.Select((price, i) => new Bar(SomeBars.Start.AddMinutes(i), price.Open, Math.Max(price.Open, price.Close), Math.Min(price.Open, price.Close), price.Close, 1))];

    /// <summary>A split after so many bars.</summary>
    public static SampleSplit After(int bars, int embargo = 0) => new(SomeBars.Start.AddMinutes(bars), embargo);

    public static Func<double> Chance(string name) => Uniform(name.Length);

    public static Func<double> Uniform(int seed) => new Random(seed).NextDouble;
}
