using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Learning;

/// <summary>Probability (0…1) that the price is higher at the horizon than where a vote of this bar is filled, by a model that learns this symbol as it goes; and the examples that it has learned from.</summary>
/// <remarks><code>
/// p = 1 / (1 + e^(−w·x)) at the close of t over <see cref="LearnerFeatures"/>;  label = close(t + h) &gt; open(t + 1), learned at the close of t + h
/// </code>
/// Each bar is predicted before anything is learned from it, and learned once, when a vote of it resolves: <see cref="FtrlProximal"/> with
/// the weights that stand then. α 0.02, β 1, λ₁ 10, λ₂ 1: slow, since the labels of h consecutive bars overlap and daily prices hold
/// little to learn: on daily bars until 2010 faster settings only learned noise, and these did not beat the share of rising prices either. No move at all is no
/// example; neither is a bar whose features are not numbers. ½ before the first example; the count is 0 from
/// the first bar on. The state is <c>h + 3</c> vectors in the symbol's own block, so it replays to the bit.
/// First value when every feature has one. O(features).</remarks>
[Ships(10)]
public sealed class OnlineLearner : DerivedIndicator
{
    private const int Features = LearnerFeatures.Count;
    private const int Slot = Features + 1;                              // and the fill

    private readonly LearnerFeatures _features;
    private readonly FtrlProximal _model;
    private readonly int _horizon;

    /// <param name="find">Finds a column of the indicators of bars.</param>
    /// <param name="horizon">h, bars from a prediction to its label, 1 or more.</param>
    public OnlineLearner(Func<string, Column> find, int horizon)
        : this(find, horizon, new FtrlProximal(0.02, 1, 10, 1))
    {
    }

    public OnlineLearner(Func<string, Column> find, int horizon, FtrlProximal model)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        (_features, _model, _horizon) = (new(find), model, horizon);
        Columns = [$"learner_{horizon}_p", $"learner_{horizon}_updates"];
    }

    private struct Memory
    {
        public long Bars;
        public long Updates;
    }

    public override IReadOnlyList<string> Columns { get; }

    public override int WarmUpOf(int column) => column == 0 ? _features.WarmUp : 1;

    public override void Next(ref StateCursor state, in Bar bar, ReadOnlySpan<double> bars, Span<double> values)
    {
        ref Memory memory = ref state.Take<Memory>();
        Span<double> weights = state.TakeRing(Features), sums = state.TakeRing(Features), roots = state.TakeRing(Features);
        Span<double> pending = state.TakeRing(_horizon * Slot);

        if (memory.Bars >= 1 && At(pending, memory.Bars - 1) is var before && !double.IsNaN(before[Features]))
            before[Features] = bar.Open;                                // what a vote of the bar before is filled at
        Span<double> slot = At(pending, memory.Bars);                   // of h bars ago, until this bar takes its place
        if (memory.Bars >= _horizon && slot[Features] != bar.Close && !double.IsNaN(slot[Features]))
        {
            _model.Update(slot[..Features], bar.Close > slot[Features] ? 1 : 0, weights, sums, roots);
            memory.Updates++;
        }

        bool known = _features.Write(bar, bars, slot[..Features]);
        values[0] = known ? FtrlProximal.Predict(weights, slot[..Features]) : double.NaN;
        values[1] = memory.Updates;
        slot[Features] = known ? 0 : double.NaN;                        // NaN: nothing to learn from
        memory.Bars++;
    }

    private Span<double> At(Span<double> pending, long bar) => pending.Slice((int)(bar % _horizon) * Slot, Slot);
}
