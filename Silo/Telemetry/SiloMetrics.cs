using System.Diagnostics.Metrics;

namespace GoldenSignals.Silo.Telemetry;

/// <summary>What the storage of this process measures of itself.</summary>
internal static class SiloMetrics
{
    public const string Name = "GoldenSignals.Silo";

    private static readonly Meter s_meter = new(Name);

    public static readonly Histogram<double> JournalCommit = s_meter.CreateHistogram<double>(
        "goldensignals.journal.commit.duration", "s", "Writing a group of records to the journal's file and fsyncing it.",
        advice: new() { HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5] });

    public static readonly Counter<long> JournalRecords = s_meter.CreateCounter<long>("goldensignals.journal.records", "{record}", "Records that are durable.");

    public static readonly Counter<long> JournalBytes = s_meter.CreateCounter<long>("goldensignals.journal.written", "By", "Bytes of records that are durable.");

    public static readonly Counter<long> JournalFailures = s_meter.CreateCounter<long>("goldensignals.journal.failures", "{group}", "Groups of records that could not be written, and were refused.");
}
