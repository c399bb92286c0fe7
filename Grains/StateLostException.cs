namespace GoldenSignals.Grains;

/// <summary>A grain does not have what its shard has told it: an activation before it is gone. The shard comes back from its journal and tells it again.</summary>
public sealed class StateLostException(string message, Exception? inner = null) : Exception(message, inner);
