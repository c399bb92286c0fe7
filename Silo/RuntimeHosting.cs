using GoldenSignals.Grains;
using Orleans.Hosting;
#if ORLEANS_PACKAGES
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Runtime.Placement;
#endif

namespace GoldenSignals.Silo;

/// <summary>What a silo of Microsoft Orleans must be told and Orleans.Local, with one place and streams that keep nothing, need not.</summary>
public static class RuntimeHosting
{
#if ORLEANS_PACKAGES
    /// <summary>Teaches the silo where <see cref="ShardPlacement"/> places.</summary>
    public static ISiloBuilder PlaceShards(this ISiloBuilder silo) => silo.AddPlacementDirector<ShardPlacement, Director>();

    /// <summary>
    /// Lets the streams forget what is 4 s old: by default they keep every event for half an hour, several GB at 10,000 symbols.
    /// A subscriber that is further behind is told of it through <c>OnErrorAsync</c>.
    /// </summary>
    public static ISiloBuilder KeepStreamsShort(this ISiloBuilder silo)
    {
        silo.Services.Configure<StreamCacheEvictionOptions>(GridStreams.Provider, options =>
            (options.DataMinTimeInCache, options.DataMaxAgeInCache) = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)));
        return silo;
    }

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

    public static ISiloBuilder KeepStreamsShort(this ISiloBuilder silo) => silo;
#endif
}
