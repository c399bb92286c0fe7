using GoldenSignals.Domain.Consensus;
using Orleans;

namespace GoldenSignals.Grains;

/// <summary>Decides bars that are not closed yet, on copies: nothing is kept of it. Key: 0.</summary>
[Alias("gs.ILiveGrain")]
public interface ILiveGrain : IGrainWithIntegerKey
{
    /// <summary>The symbol's developing bar and the decision if it closed now.</summary>
    [Alias("Decide")]
    Task<LiveDecision> Decide(string symbol);
}

/// <param name="Bar">Null while no tick has come since the last bar closed.</param>
/// <param name="Decision">Null without a bar.</param>
[GenerateSerializer, Immutable, Alias("gs.LiveDecision")]
public sealed record LiveDecision([property: Id(0)] DevelopingBar? Bar, [property: Id(1)] Decision? Decision);
