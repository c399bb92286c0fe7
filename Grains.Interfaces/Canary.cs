namespace GoldenSignals.Grains;

/// <summary>The symbol that proves the pipeline: a process is ready when a tick of it has come out as a decision.</summary>
/// <remarks>It takes the same way as any other, but is kept out of the universe, the streams and the counters.</remarks>
public static class Canary
{
    public const string Symbol = "CANARY";
}
