namespace GoldenSignals.Silo.Storage.History;

/// <summary>A file of the history is not what was written.</summary>
/// <remarks>What it held can be computed again as long as the journal is kept: without the folder, the journal tells everything anew.</remarks>
public sealed class HistoryDamagedException : IOException
{
    /// <param name="offset">Byte in the file at which the part begins that cannot be read.</param>
    public HistoryDamagedException(string file, long offset, string message) : base($"{file}, at {offset}: {message}") => (File, Offset) = (file, offset);

    public string File { get; }
    public long Offset { get; }
}
