using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Regime;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Indicators;

public class HmmTests
{
    private static readonly HmmModel s_model = HmmModel.Shipped(1);

    [Fact]
    public void Is_the_sum_over_all_paths_of_states_that_end_in_each()
    {
        const int observations = 7;
        Bar[] bars = SomeBars.Random(31, NormalisedReturn.WarmUp - 1 + observations);
        double[] x = [.. PlainReturns(bars).Skip(NormalisedReturn.WarmUp - 1)];
        var ending = new double[3];
        for (int path = 0; path < Math.Pow(3, observations); path++)
        {
            int[] states = [.. Enumerable.Range(0, observations).Select(t => path / (int)Math.Pow(3, t) % 3)];
            double probability = 1.0 / 3;
            for (int t = 0; t < observations; t++)
                probability *= (t == 0 ? 1 : s_model.Transitions[states[t - 1]][states[t]]) * Density(states[t], x[t]);
            ending[states[^1]] += probability;
        }
        double[][] filtered = new Hmm(1).Over(bars);
        for (int j = 0; j < 3; j++)
            Assert.Equal(ending[j] / ending.Sum(), filtered[j][^1], 1e-12);
    }

    [Fact]
    public void Matches_a_plain_forward_recursion_over_many_bars()
    {
        Bar[] bars = SomeBars.Random(32, 2000);
        double[] x = PlainReturns(bars), p = [1.0 / 3, 1.0 / 3, 1.0 / 3];
        double[][] expected = [.. Enumerable.Range(0, 3).Select(_ => bars.Select(_ => double.NaN).ToArray())];
        for (int t = NormalisedReturn.WarmUp - 1; t < bars.Length; t++)
        {
            double[] before = p;
            if (t >= NormalisedReturn.WarmUp)
                before = [.. Enumerable.Range(0, 3).Select(j => p.Select((value, i) => value * s_model.Transitions[i][j]).Sum())];
            double[] joint = [.. before.Select((value, j) => value * Density(j, x[t]))];
            p = [.. joint.Select(value => value / joint.Sum())];
            for (int j = 0; j < 3; j++)
                expected[j][t] = p[j];
        }
        double[][] filtered = new Hmm(1).Over(bars);
        for (int j = 0; j < 3; j++)
            Reference.Agrees(expected[j], filtered[j], 1e-10);
    }

    [Fact]
    public void Probabilities_sum_to_1()
    {
        double[][] p = new Hmm(1).Over(SomeBars.Random(33, 5000));
        for (int i = NormalisedReturn.WarmUp - 1; i < 5000; i++)
        {
            Assert.Equal(1, p[0][i] + p[1][i] + p[2][i], 1e-12);
            Assert.All(p, column => Assert.InRange(column[i], 0, 1));
        }
    }

    [Fact]
    public void Stays_calm_in_a_flat_market_and_sees_turbulence_at_once_when_returns_grow_eightfold()
    {
        double[] closes = [.. SomeBars.Random(34, 500).Select(bar => bar.Close)];
        double[][] flat = new Hmm(1).Over(SomeBars.Closing([.. Enumerable.Repeat(5.0, 300)]));
        Assert.True(flat[0][^1] > 0.9, $"calm {flat[0][^1]}");

        double last = closes[^1];
        double[] wild = [.. Enumerable.Range(1, 6).Select(i => last * Math.Exp(i % 2 == 0 ? 0 : -0.04))];
        double[][] p = new Hmm(1).Over(SomeBars.Closing([.. closes, .. wild]));
        Assert.True(p[2][499] < 0.2 && p[2][^1] > 0.95, $"turbulent {p[2][499]} then {p[2][^1]}");
    }

    [Fact]
    public void The_price_level_and_the_size_of_returns_do_not_matter()
    {
        double[] closes = [.. SomeBars.Random(35, 600).Select(bar => bar.Close)];
        double[][] one = new Hmm(1).Over(SomeBars.Closing(closes));
        double[][] other = new Hmm(1).Over(SomeBars.Closing([.. closes.Select(close => 1e-4 * Math.Pow(close, 5))]));
        for (int j = 0; j < 3; j++)
            Reference.Agrees(one[j], other[j], 1e-8);
    }

    private static double Density(int state, double x) =>
        Math.Exp(-Math.Pow((x - s_model.States[state].Mean) / s_model.States[state].StdDev, 2) / 2) / s_model.States[state].StdDev;

    /// <summary>Returns over Wilder's average of the sizes of those before, held within ±10.</summary>
    private static double[] PlainReturns(Bar[] bars)
    {
        double[] r = [.. bars.Select((bar, i) => i == 0 ? double.NaN : Math.Log(bar.Close) - Math.Log(bars[i - 1].Close))];
        double[] unit = Plain.Wilder([.. r.Select(Math.Abs)], 100);
        return [.. r.Select((value, i) => i == 0 ? double.NaN : Math.Min(Math.Max(value / unit[i - 1], -10), 10))];
    }
}
