namespace GoldenSignals.Grains;

/// <summary>Where accepted input and decisions are written down, before anyone sees them.</summary>
public interface IJournal
{
    /// <summary>What an acknowledgement promises: <c>memory</c> or <c>durable</c>.</summary>
    string Durability { get; }

    ValueTask Append(int shard, TickBatch accepted);

    /// <summary>May be told a batch again after a fault; decisions carry their ids.</summary>
    ValueTask Append(int shard, DecisionBatch decisions);
}

/// <summary>Writes nothing down: what is in memory is all there is, and acknowledgements say so.</summary>
public sealed class MemoryJournal : IJournal
{
    public string Durability => "memory";

    public ValueTask Append(int shard, TickBatch accepted) => default;

    public ValueTask Append(int shard, DecisionBatch decisions) => default;
}
