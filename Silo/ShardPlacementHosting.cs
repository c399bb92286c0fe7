using GoldenSignals.Grains;
using Orleans.Hosting;
#if ORLEANS_PACKAGES
using Orleans.Runtime;
using Orleans.Runtime.Placement;
#endif

namespace GoldenSignals.Silo;

/// <summary>Teaches a silo where <see cref="ShardPlacement"/> places. Orleans.Local has one place and nothing to learn.</summary>
public static class ShardPlacementHosting
{
#if ORLEANS_PACKAGES
    public static ISiloBuilder PlaceShards(this ISiloBuilder silo) => silo.AddPlacementDirector<ShardPlacement, Director>();

    private sealed class Director : IPlacementDirector
    {
        public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
        {
            SiloAddress[] silos = [.. context.GetCompatibleSilos(target).Order()];
            return Task.FromResult(silos[target.GrainIdentity.GetIntegerKey() % silos.Length]);
        }
    }
#else
    public static ISiloBuilder PlaceShards(this ISiloBuilder silo) => silo;
#endif
}
