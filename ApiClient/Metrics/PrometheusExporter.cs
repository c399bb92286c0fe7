using System.Buffers;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace GoldenSignals.ApiClient.Metrics;

/// <summary>Writes metrics as Prometheus reads them: its text format, version 0.0.4.</summary>
internal sealed class PrometheusExporter : BaseExporter<Metric>
{
    private readonly ArrayBufferWriter<byte> _text = new(32 << 10);
    private readonly HashSet<string> _families = [];

    /// <summary>As of the last collection.</summary>
    public ReadOnlySpan<byte> Text => _text.WrittenSpan;

    public override ExportResult Export(in Batch<Metric> batch)
    {
        _text.ResetWrittenCount();
        _families.Clear();
        foreach (Metric metric in batch)
            Write(metric);
        return ExportResult.Success;
    }

    private void Write(Metric metric)
    {
        string type = metric.MetricType switch
        {
            MetricType.LongSum or MetricType.DoubleSum => "counter",
            MetricType.Histogram => "histogram",
            _ => "gauge",                                            // sums that fall, too
        };
        string name = PrometheusName.Of(metric.Name, metric.Unit, isCounter: type == "counter");
        if (!_families.Add(name))
            return;                                                  // a family is there once, or the whole text is refused
        Line($"# HELP {name} {PrometheusName.Help(metric.Description)}");
        Line($"# TYPE {name} {type}");
        foreach (ref readonly MetricPoint point in metric.GetMetricPoints())
        {
            string labels = PrometheusName.Labels(point.Tags);
            switch (metric.MetricType)
            {
                case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                    Sample(name, labels, point.GetSumLong());
                    break;
                case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                    Sample(name, labels, point.GetSumDouble());
                    break;
                case MetricType.LongGauge:
                    Sample(name, labels, point.GetGaugeLastValueLong());
                    break;
                case MetricType.DoubleGauge:
                    Sample(name, labels, point.GetGaugeLastValueDouble());
                    break;
                case MetricType.Histogram:
                    Histogram(name, labels, point);
                    break;
            }
        }
    }

    private void Histogram(string name, string labels, in MetricPoint point)
    {
        long below = 0;
        foreach (HistogramBucket bucket in point.GetHistogramBuckets())
        {
            below += bucket.BucketCount;
            Sample($"{name}_bucket", $"{labels}{(labels.Length > 0 ? "," : "")}le=\"{PrometheusName.Number(bucket.ExplicitBound)}\"", below);
        }
        Sample($"{name}_sum", labels, point.GetHistogramSum());
        Sample($"{name}_count", labels, below);                      // as the buckets have it: they were not read at the same moment as the count
    }

    private void Sample(string name, string labels, double value) =>
        Line(labels.Length > 0 ? $"{name}{{{labels}}} {PrometheusName.Number(value)}" : $"{name} {PrometheusName.Number(value)}");

    private void Line(string text)
    {
        Span<byte> to = _text.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length) + 1);
        int written = Encoding.UTF8.GetBytes(text, to);
        to[written] = (byte)'\n';
        _text.Advance(written + 1);
    }
}
