using Orleans.Runtime;

namespace GoldenSignals.Grains;

/// <summary>
/// The grid's streams. An event is a batch of many symbols; a symbol's events are in order, because all of them go to the
/// stream of its shard's partition. Subscribe to every partition to see every symbol.
/// </summary>
public static class GridStreams
{
    /// <summary>Name of the stream provider.</summary>
    public const string Provider = "grid";

    /// <summary>Streams per namespace: <c>0 … Partitions − 1</c>.</summary>
    public const int Partitions = 8;

    /// <summary>Accepted ticks, as <see cref="TickBatch"/>.</summary>
    public const string Ticks = "ticks";

    /// <summary>Closed bars, as <see cref="BarBatch"/>.</summary>
    public const string Bars = "bars";

    /// <summary>Every bar's decision, as <see cref="DecisionBatch"/>.</summary>
    public const string Decisions = "decisions";

    /// <summary>Decisions that changed, as <see cref="DecisionBatch"/>.</summary>
    public const string Signals = "signals";

    public static StreamId Of(string name, int partition) => StreamId.Create(name, partition.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public static int PartitionOf(int shard) => shard % Partitions;
}
