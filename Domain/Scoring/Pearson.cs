namespace GoldenSignals.Domain.Scoring;

/// <summary>Linear correlation.</summary>
public static class Pearson
{
    /// <summary>−1…1; NaN where one side does not vary.</summary>
    public static double Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sums = new Sums();
        for (int i = 0; i < x.Length; i++)
            sums.Add(x[i], y[i]);
        return sums.Correlation;
    }

    /// <summary>Each series against each other; every series as long as the first.</summary>
    public static double[][] Matrix(IReadOnlyList<float[]> series)
    {
        var matrix = new double[series.Count][];
        for (int i = 0; i < matrix.Length; i++)
        {
            matrix[i] = new double[series.Count];
            for (int j = 0; j <= i; j++)
            {
                var sums = new Sums();
                float[] x = series[i], y = series[j];
                for (int t = 0; t < x.Length; t++)
                    sums.Add(x[t], y[t]);
                matrix[i][j] = matrix[j][i] = sums.Correlation;
            }
        }
        return matrix;
    }

    private struct Sums
    {
        private long _n;
        private double _x, _y, _xx, _yy, _xy;

        public void Add(double x, double y)
        {
            _n++;
            _x += x;
            _y += y;
            _xx += x * x;
            _yy += y * y;
            _xy += x * y;
        }

        public readonly double Correlation
        {
            get
            {
                double ofX = _xx - _x * _x / _n, ofY = _yy - _y * _y / _n;
                return ofX > 1e-12 * _xx && ofY > 1e-12 * _yy ? Math.Clamp((_xy - _x * _y / _n) / Math.Sqrt(ofX * ofY), -1, 1) : double.NaN;
            }
        }
    }
}
