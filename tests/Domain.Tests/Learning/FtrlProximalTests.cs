using GoldenSignals.Domain.Learning;

namespace GoldenSignals.Domain.Tests.Learning;

public class FtrlProximalTests
{
    [Fact]
    public void The_first_steps_are_those_of_the_paper_by_hand()
    {
        var model = new FtrlProximal(rate: 0.1, smoothing: 1, l1: 0.05, l2: 1);
        double[] w = new double[4], z = new double[4], n = new double[4];

        // p = ½, g = (−½, −1), n = g², z = g; w = 0.45 / (1.5/0.1 + 1) and 0.95 / (2/0.1 + 1)
        model.Update([1, 2, 0, 0], 1, w, z, n);
        Assert.Equal([0.5, 1, 0, 0], n);                            // √n
        Assert.Equal([-0.5, -1, 0, 0], z);
        Assert.Equal(0.45 / 16, w[0], 15);
        Assert.Equal(0.95 / 21, w[1], 15);

        // p = 1 / (1 + e^−0.028125) = 0.507030787…, g = (p, 0), s = (√(0.25 + p²) − ½) / 0.1 = 2.1209565…, z = −½ + p − s·w = −0.052621115…
        model.Update([1, 0, 0, 0], 0, w, z, n);
        Assert.Equal(-0.05262112, z[0], 1e-8);
        Assert.Equal(0.00262112 / ((1 + 0.71209565) / 0.1 + 1), w[0], 1e-9);
        Assert.Equal(0.95 / 21, w[1], 15);
        Assert.Equal(0.71209565, n[0], 1e-8);
        Assert.Equal([0, 0], w[2..]);
    }

    [Fact]
    public void A_coordinate_with_too_little_evidence_has_no_weight()
    {
        var model = new FtrlProximal(0.1, 1, l1: 1.2, l2: 0);
        double[] w = new double[4], z = new double[4], n = new double[4];
        model.Update([1, 2, 0, 0], 1, w, z, n);
        model.Update([1, 2, 0, 0], 1, w, z, n);
        Assert.Equal(0, w[0]);                                      // |z| = 1, not beyond 1.2
        Assert.True(w[1] > 0, $"{w[1]}");                           // |z| = 2
    }

    [Fact]
    public void Without_regularisation_it_finds_the_weights_that_the_labels_were_drawn_with()
    {
        var model = new FtrlProximal(0.2, 1, 0, 0);
        var random = new Random(1);
        double[] truth = [1, -0.5, 0, 0.3], w = new double[4], z = new double[4], n = new double[4];
        for (int i = 0; i < 200_000; i++)
        {
            double[] x = [.. Enumerable.Range(0, 3).Select(_ => 2 * random.NextDouble() - 1), 1];
            model.Update(x, random.NextDouble() < FtrlProximal.Predict(truth, x) ? 1 : 0, w, z, n);
        }
        for (int i = 0; i < 4; i++)
            Assert.Equal(truth[i], w[i], 0.06);
    }

    [Fact]
    public void Parameters_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FtrlProximal(0, 1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FtrlProximal(0.1, -1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FtrlProximal(0.1, 1, double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FtrlProximal(0.1, 1, 1, -1));
        Assert.Throws<ArgumentException>(() => FtrlProximal.Predict(new double[3], new double[3]));
    }
}
