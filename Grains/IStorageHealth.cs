namespace GoldenSignals.Grains;

/// <summary>How the storage of this process is.</summary>
public interface IStorageHealth
{
    /// <summary>What is wrong, for people; null when nothing is.</summary>
    string? Degraded { get; }
}
