using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Scoring;

/// <summary>What came after every bar of a sample at one horizon: what all voters are held against.</summary>
public sealed class SampleOutcomes
{
    private SampleOutcomes(Sample sample, int horizonBars, SymbolOutcomes[] symbols, CalendarBlocks blocks, BlockBootstrap bootstrap) =>
        (Sample, HorizonBars, Symbols, Blocks, Bootstrap) = (sample, horizonBars, symbols, blocks, bootstrap);

    public Sample Sample { get; }
    public int HorizonBars { get; }

    /// <summary>In the order of the tracks.</summary>
    public IReadOnlyList<SymbolOutcomes> Symbols { get; }
    public CalendarBlocks Blocks { get; }
    public BlockBootstrap Bootstrap { get; }

    /// <summary>Bars whose outcome is known.</summary>
    public int Bars => Symbols.Sum(symbol => symbol.Places.Length);

    /// <param name="uniform">Numbers in [0, 1), from a seed, for the bootstrap.</param>
    public static SampleOutcomes Of(
        IReadOnlyList<SymbolTrack> tracks, SampleSplit split, Sample sample, int horizonBars, ScoringOptions options, Func<double> uniform)
    {
        var resolved = new (SymbolTrack Track, double[] Moves, int[] Places)[tracks.Count];
        for (int s = 0; s < resolved.Length; s++)
        {
            SymbolTrack track = tracks[s];
            (int from, int to) = split.Of(sample, track.Bars, track.Interval, horizonBars);
            double[] moves = Outcomes.Moves(track.Bars, track.Atr, horizonBars);
            resolved[s] = (track, moves, [.. Enumerable.Range(from, to - from).Where(t => !double.IsNaN(moves[t]))]);
        }
        var blocks = new CalendarBlocks([.. resolved.Select(symbol => TimesOf(symbol.Track, symbol.Places))], horizonBars);
        return new(sample, horizonBars,
            [.. resolved.Select(symbol => SymbolOutcomes.Of(symbol.Track, symbol.Moves, symbol.Places, blocks, options))],
            blocks, new BlockBootstrap(blocks.Count, blocks.ShareCut, options.Resamples, uniform));
    }

    private static DateTime[] TimesOf(SymbolTrack track, int[] places)
    {
        var times = new DateTime[places.Length];
        ReadOnlySpan<Bar> bars = track.Bars;
        for (int i = 0; i < times.Length; i++)
            times[i] = bars[places[i]].OpenTimeUtc;
        return times;
    }
}

/// <summary>One symbol's part of it; the arrays run over the bars whose outcome is known.</summary>
/// <param name="Places">The bars' places in the track.</param>
/// <param name="Moves">From the open of the next bar to the close of the h-th, in ATR.</param>
/// <param name="Blocks">The block that each bar belongs to.</param>
/// <param name="MoveRanks">Standardized ranks of the moves.</param>
/// <param name="CostsAtr">What buying and selling again would cost, in ATR.</param>
/// <param name="UpRate">Share of rises: what a vote to buy at a random bar would hit.</param>
/// <param name="MeanMove">The drift, in ATR.</param>
public sealed record SymbolOutcomes(int[] Places, double[] Moves, int[] Blocks, double[] MoveRanks, double[] CostsAtr, double UpRate, double MeanMove)
{
    internal static SymbolOutcomes Of(SymbolTrack track, double[] allMoves, int[] places, CalendarBlocks blocks, ScoringOptions options)
    {
        ReadOnlySpan<Bar> bars = track.Bars;
        double[] moves = new double[places.Length], costs = new double[places.Length];
        var block = new int[places.Length];
        double ups = 0;
        for (int i = 0; i < places.Length; i++)
        {
            int t = places[i];
            moves[i] = allMoves[t];
            costs[i] = 2 * options.CostFraction * bars[t + 1].Open / track.Atr[t];
            block[i] = blocks.Of(bars[t].OpenTimeUtc);
            ups += Outcomes.Up(moves[i]);
        }
        return new(places, moves, block, Ranks.Standardized(moves), costs,
            places.Length == 0 ? double.NaN : ups / places.Length, places.Length == 0 ? double.NaN : moves.Average());
    }
}
