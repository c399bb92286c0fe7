using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Regime;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Filtered probability of each regime of a hidden Markov model over normalised returns. Each 0…1, they sum to 1.</summary>
/// <remarks><code>
/// p(j) ∝ φ((x − μⱼ) / σⱼ) / σⱼ · Σᵢ p₋₁(i)·A(i, j);  x = ln(C / C₋₁) over its mean size, <see cref="NormalisedReturn"/>
/// </code>
/// Forward filter only: a bar's probabilities never change later, as smoothed ones would. Parameters are fitted offline, the same
/// for every symbol, and lie in <c>Domain/Regime/hmm-v1.json</c> with what they were fitted on. Starts from equal probabilities.
/// A flat market gives returns of 0 and settles on the calmest state. First values at bar 102. O(states²).
/// Source: Hamilton, A New Approach to the Economic Analysis of Nonstationary Time Series and the Business Cycle, Econometrica 57:2 (1989).</remarks>
[Ships(1)]
public sealed class Hmm : Indicator
{
    private readonly HmmFilter _filter;

    /// <param name="version">Of the shipped parameters.</param>
    public Hmm(int version)
        : this(HmmModel.Shipped(version))
    {
    }

    public Hmm(HmmModel model)
    {
        _filter = new(model);
        Columns = [.. model.States.Select(state => $"hmm_{model.States.Count}_{state.Name}")];
    }

    private struct Memory
    {
        public bool Started;
    }

    public override IReadOnlyList<string> Columns { get; }

    public override int WarmUp => NormalisedReturn.WarmUp;

    public override void Next(ref StateCursor state, in Bar bar, Span<double> values)
    {
        double x = NormalisedReturn.Next(ref state, bar.Close);
        ref Memory memory = ref state.Take<Memory>();
        Span<double> probabilities = state.TakeRing(_filter.States);
        if (double.IsNaN(x))
        {
            values.Fill(double.NaN);
            return;
        }
        if (memory.Started)
            _filter.Predict(probabilities, values);
        else
            HmmFilter.Start(values);
        memory.Started = true;
        _filter.Update(x, values);
        values.CopyTo(probabilities);
    }
}
