namespace GoldenSignals.Domain.Regime;

/// <summary>Fits a Gaussian hidden Markov model to several series by Baum and Welch. Offline: it smooths over all it is given.</summary>
/// <remarks>Each step of the iteration raises the likelihood of all series together; every series starts with equal
/// probabilities, which are not fitted. The start is fixed, so the same data give the same model: observations sorted by size fall
/// into K equal parts, each gives a state its deviation, all means are 0, and a state stays with probability 0.95.
/// Source: Baum, Petrie, Soules and Weiss (1970), scaled as in Rabiner, A Tutorial on Hidden Markov Models (1989).</remarks>
public sealed class HmmFit
{
    private const double StaysAtStart = 0.95, LeastTransition = 1e-9;

    private readonly IReadOnlyList<double[]> _series;
    private readonly int _states;
    private double[] _means, _deviations, _transitions;

    /// <param name="series">Observations in time order; a transition is never counted from one series to the next.</param>
    /// <exception cref="ArgumentException">Fewer than 100 observations for each state.</exception>
    public HmmFit(IReadOnlyList<double[]> series, int states)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(states, 2);
        double[] sizes = [.. series.SelectMany(x => x).Select(Math.Abs).Order()];
        if (sizes.Length < 100 * states)
            throw new ArgumentException($"{sizes.Length} observations are too few to fit {states} states; {100 * states} are needed", nameof(series));
        (_series, _states) = (series, states);
        _means = new double[states];
        _deviations = [.. Enumerable.Range(0, states).Select(j =>
            Floor(Math.Sqrt(sizes[(j * sizes.Length / states)..((j + 1) * sizes.Length / states)].Average(x => x * x))))];
        _transitions = [.. Enumerable.Range(0, states * states).Select(k => k / states == k % states ? StaysAtStart : (1 - StaysAtStart) / (states - 1))];
    }

    /// <summary>The likelihood of the parameters before each iteration, in nats: never falls.</summary>
    public List<double> LogLikelihoods { get; } = [];

    /// <summary>Iterates until the likelihood rises by less than a share of itself, or that often.</summary>
    public HmmFit Run(double tolerance = 1e-9, int iterations = 1000)
    {
        for (int i = 0; i < iterations; i++)
        {
            LogLikelihoods.Add(Iterate());
            if (i > 0 && LogLikelihoods[^1] - LogLikelihoods[^2] < tolerance * Math.Abs(LogLikelihoods[^1]))
                break;
        }
        return this;
    }

    /// <summary>The states, rising in deviation, and the transitions between them.</summary>
    public (double[] Means, double[] Deviations, double[][] Transitions) Parameters()
    {
        int[] order = [.. Enumerable.Range(0, _states).OrderBy(j => _deviations[j])];
        return ([.. order.Select(j => _means[j])], [.. order.Select(j => _deviations[j])],
            [.. order.Select(i => order.Select(j => _transitions[i * _states + j]).ToArray())]);
    }

    /// <summary>One pass over all series with the parameters that stand; leaves better ones.</summary>
    private double Iterate()
    {
        var filter = new HmmFilter(_means, _deviations, _transitions);
        var sums = new Sums(_states);
        double likelihood = 0;
        foreach (double[] x in _series.Where(x => x.Length > 0))
            likelihood += Accumulate(filter, x, sums);

        double[] means = new double[_states], deviations = new double[_states], transitions = new double[_states * _states];
        for (int i = 0; i < _states; i++)
        {
            means[i] = sums.First[i] / sums.Weight[i];
            deviations[i] = Floor(Math.Sqrt(Math.Max(sums.Second[i] / sums.Weight[i] - means[i] * means[i], 0)));
            Span<double> counts = sums.Pairs.AsSpan(i * _states, _states), row = transitions.AsSpan(i * _states, _states);
            double all = 0;
            for (int j = 0; j < _states; j++)
                all += counts[j] = Math.Max(counts[j], LeastTransition * sums.Weight[i]);
            for (int j = 0; j < _states; j++)
                row[j] = counts[j] / all;
        }
        (_means, _deviations, _transitions) = (means, deviations, transitions);
        return likelihood;
    }

    /// <summary>Forward and backward over one series: adds what each state and each step between two states is expected to have seen.</summary>
    private double Accumulate(HmmFilter filter, double[] x, Sums sums)
    {
        int k = _states, last = x.Length - 1;
        double[] forward = new double[x.Length * k], likelihoods = new double[x.Length];
        for (int t = 0; t <= last; t++)
        {
            Span<double> p = forward.AsSpan(t * k, k);
            if (t == 0)
                HmmFilter.Start(p);
            else
                filter.Predict(forward.AsSpan((t - 1) * k, k), p);
            likelihoods[t] = filter.Update(x[t], p);
        }

        double[] after = new double[k], before = new double[k];     // backward probabilities over the scale of the forward ones
        Array.Fill(after, 1);
        for (int t = last; t >= 0; t--)
        {
            for (int j = 0; j < k; j++)
                sums.Add(j, forward[t * k + j] * after[j], x[t]);
            if (t == 0)
                break;
            for (int j = 0; j < k; j++)
                after[j] *= Math.Exp(filter.LogDensity(j, x[t]) - likelihoods[t]);
            for (int i = 0; i < k; i++)
            {
                before[i] = 0;
                for (int j = 0; j < k; j++)
                {
                    double step = _transitions[i * k + j] * after[j];
                    before[i] += step;
                    sums.Pairs[i * k + j] += forward[(t - 1) * k + i] * step;
                }
            }
            (after, before) = (before, after);
        }
        return likelihoods.Sum();
    }

    private static double Floor(double deviation) => Math.Max(deviation, HmmModel.LeastStdDev);

    private sealed class Sums(int states)
    {
        public double[] Weight { get; } = new double[states];
        public double[] First { get; } = new double[states];
        public double[] Second { get; } = new double[states];
        public double[] Pairs { get; } = new double[states * states];

        public void Add(int state, double weight, double x)
        {
            Weight[state] += weight;
            First[state] += weight * x;
            Second[state] += weight * x * x;
        }
    }
}
