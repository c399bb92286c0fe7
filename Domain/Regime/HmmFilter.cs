namespace GoldenSignals.Domain.Regime;

/// <summary>The forward filter of a hidden Markov model: probability of each state given all observations up to this one, and none after.</summary>
/// <remarks><code>
/// predicted(j) = Σᵢ p₋₁(i)·A(i, j), at the first observation 1 / K;   p(j) = predicted(j)·φ((x − μⱼ) / σⱼ) / σⱼ, scaled to sum 1
/// </code>O(K²). Source: Hamilton, A New Approach to the Economic Analysis of Nonstationary Time Series, Econometrica 57:2 (1989).</remarks>
public sealed class HmmFilter
{
    private const double HalfLogTwoPi = 0.918938533204672741780;

    private readonly double[] _mean, _precision, _logPrecision, _transitions;

    public HmmFilter(HmmModel model)
        : this([.. model.Validated().States.Select(state => state.Mean)], [.. model.States.Select(state => state.StdDev)], [.. model.Transitions.SelectMany(row => row)])
    {
    }

    internal HmmFilter(double[] means, double[] deviations, double[] transitions)
    {
        _mean = means;
        _precision = [.. deviations.Select(deviation => 1 / deviation)];
        _logPrecision = [.. deviations.Select(deviation => -Math.Log(deviation))];
        _transitions = transitions;
    }

    public int States => _mean.Length;

    /// <summary>Every state alike: what is known before the first observation.</summary>
    public static void Start(Span<double> predicted) => predicted.Fill(1.0 / predicted.Length);

    /// <summary>The probabilities of the next observation's state.</summary>
    public void Predict(ReadOnlySpan<double> probabilities, Span<double> predicted)
    {
        for (int j = 0; j < predicted.Length; j++)
        {
            double sum = 0;
            for (int i = 0; i < probabilities.Length; i++)
                sum += probabilities[i] * _transitions[i * predicted.Length + j];
            predicted[j] = sum;
        }
    }

    /// <summary>Takes an observation within ±<see cref="NormalisedReturn.Limit"/>: turns predicted probabilities into filtered ones, in place.</summary>
    /// <returns>ln of the density of the observation given all before it.</returns>
    public double Update(double observation, Span<double> probabilities)
    {
        double most = double.NegativeInfinity, sum = 0;
        for (int j = 0; j < probabilities.Length; j++)
            most = Math.Max(most, LogDensity(j, observation));      // taken out before the exponential, so that nothing underflows
        for (int j = 0; j < probabilities.Length; j++)
            sum += probabilities[j] *= Math.Exp(LogDensity(j, observation) - most);
        for (int j = 0; j < probabilities.Length; j++)
            probabilities[j] /= sum;
        return Math.Log(sum) + most;
    }

    internal double LogDensity(int state, double observation)
    {
        double z = (observation - _mean[state]) * _precision[state];
        return _logPrecision[state] - HalfLogTwoPi - 0.5 * z * z;
    }
}
