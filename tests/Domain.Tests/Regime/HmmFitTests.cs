using GoldenSignals.Domain.Regime;

namespace GoldenSignals.Domain.Tests.Regime;

public class HmmFitTests
{
    private static readonly double[] s_means = [0.1, 0, -0.4], s_deviations = [0.6, 1.4, 3];
    private static readonly double[][] s_transitions = [[0.97, 0.02, 0.01], [0.03, 0.95, 0.02], [0.02, 0.08, 0.9]];

    [Fact]
    public void The_likelihood_rises_at_each_iteration()
    {
        List<double> likelihoods = new HmmFit([Simulated(1, 3000)], 3).Run(tolerance: 0, iterations: 60).LogLikelihoods;
        Assert.True(likelihoods.Count > 20, $"only {likelihoods.Count} iterations");
        for (int i = 1; i < likelihoods.Count; i++)
            Assert.True(likelihoods[i] >= likelihoods[i - 1] - 1e-9 * Math.Abs(likelihoods[i]), $"iteration {i}: {likelihoods[i]:R} after {likelihoods[i - 1]:R}");
        Assert.True(likelihoods[^1] > likelihoods[0] + 10);
    }

    [Fact]
    public void Recovers_the_parameters_that_the_data_were_drawn_from()
    {
        var (means, deviations, transitions) = new HmmFit([Simulated(2, 20_000), Simulated(3, 20_000)], 3).Run().Parameters();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(s_means[i], means[i], 0.1);
            Assert.Equal(s_deviations[i], deviations[i], 0.05 * s_deviations[i]);
            Assert.Equal(1, transitions[i].Sum(), 12);
            for (int j = 0; j < 3; j++)
                Assert.Equal(s_transitions[i][j], transitions[i][j], 0.015);
        }
    }

    [Fact]
    public void The_same_series_twice_gives_the_same_parameters_and_twice_the_likelihood()
    {
        double[] x = Simulated(4, 2001);                       // three equal parts either way
        HmmFit one = new HmmFit([x], 3).Run(iterations: 25), two = new HmmFit([x, x], 3).Run(iterations: 25);
        Assert.Equal(2 * one.LogLikelihoods[^1], two.LogLikelihoods[^1], 1e-6);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(one.Parameters().Deviations[i], two.Parameters().Deviations[i], 1e-9);
            Assert.Equal(one.Parameters().Transitions[i], two.Parameters().Transitions[i], (a, b) => Math.Abs(a - b) < 1e-9);
        }
    }

    [Fact]
    public void The_same_data_give_the_same_bits() =>
        Assert.Equal(new HmmFit([Simulated(5, 900)], 3).Run().LogLikelihoods, new HmmFit([Simulated(5, 900)], 3).Run().LogLikelihoods);

    [Fact]
    public void Too_few_observations_are_refused() => Assert.Throws<ArgumentException>(() => new HmmFit([Simulated(6, 299)], 3));

    /// <summary>Draws a path of states, then an observation from each.</summary>
    private static double[] Simulated(int seed, int count)
    {
        var random = new Random(seed);
        var x = new double[count];
        int state = 0;
        for (int t = 0; t < count; t++)
        {
            double u = random.NextDouble();
            state = u < s_transitions[state][0] ? 0 : u < s_transitions[state][0] + s_transitions[state][1] ? 1 : 2;
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            x[t] = Math.Clamp(s_means[state] + s_deviations[state] * normal, -NormalisedReturn.Limit, NormalisedReturn.Limit);
        }
        return x;
    }
}
