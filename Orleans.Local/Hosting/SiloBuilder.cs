using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;

namespace Microsoft.Extensions.Hosting
{
    /// <summary>Hosts a silo in a generic host.</summary>
    public static class OrleansSiloGenericHostExtensions
    {
        public static IHostApplicationBuilder UseOrleans(this IHostApplicationBuilder hostAppBuilder, Action<ISiloBuilder> configureDelegate)
        {
            ArgumentNullException.ThrowIfNull(hostAppBuilder);
            ArgumentNullException.ThrowIfNull(configureDelegate);
            configureDelegate(SiloBuilder.Add(hostAppBuilder.Services, hostAppBuilder.Configuration));
            return hostAppBuilder;
        }

        public static IHostBuilder UseOrleans(this IHostBuilder hostBuilder, Action<ISiloBuilder> configureDelegate)
        {
            ArgumentNullException.ThrowIfNull(hostBuilder);
            ArgumentNullException.ThrowIfNull(configureDelegate);
            return hostBuilder.ConfigureServices((context, services) => configureDelegate(SiloBuilder.Add(services, context.Configuration)));
        }
    }
}

namespace Orleans.Hosting
{
    /// <summary>Configures the silo, through the host's services.</summary>
    public interface ISiloBuilder
    {
        IServiceCollection Services { get; }

        IConfiguration Configuration { get; }
    }

    /// <summary>Options and services of the silo.</summary>
    public static class SiloBuilderExtensions
    {
        public static ISiloBuilder ConfigureServices(this ISiloBuilder builder, Action<IServiceCollection> configureDelegate)
        {
            configureDelegate(builder.Services);
            return builder;
        }

        public static ISiloBuilder Configure<TOptions>(this ISiloBuilder builder, Action<TOptions> configureOptions) where TOptions : class =>
            builder.ConfigureServices(services => services.Configure(configureOptions));
    }

    /// <summary>Where silos find each other; here there is one.</summary>
    public static class CoreHostingExtensions
    {
        /// <summary>Sets the names; ports are accepted and not opened.</summary>
        public static ISiloBuilder UseLocalhostClustering(
            this ISiloBuilder builder, int siloPort = 11111, int gatewayPort = 30000, IPEndPoint? primarySiloEndpoint = null,
            string serviceId = "dev", string clusterId = "dev") =>
            builder.Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = (serviceId, clusterId));

        /// <summary>Lets calls carry the caller's activity, each as one of its own where somebody listens.</summary>
        public static ISiloBuilder AddActivityPropagation(this ISiloBuilder builder) =>
            builder.ConfigureServices(services => services.TryAddSingleton<CallTraces>());
    }

    /// <summary>Filters of incoming calls, in the order in which they are added.</summary>
    public static class GrainCallFilterExtensions
    {
        public static ISiloBuilder AddIncomingGrainCallFilter<TImplementation>(this ISiloBuilder builder)
            where TImplementation : class, IIncomingGrainCallFilter =>
            builder.ConfigureServices(services => services.AddSingleton<IIncomingGrainCallFilter, TImplementation>());

        public static ISiloBuilder AddIncomingGrainCallFilter(this ISiloBuilder builder, IncomingGrainCallFilterDelegate filter) =>
            builder.ConfigureServices(services => services.AddSingleton<IIncomingGrainCallFilter>(new FunctionFilter(filter)));

        sealed class FunctionFilter(IncomingGrainCallFilterDelegate filter) : IIncomingGrainCallFilter
        {
            public Task Invoke(IIncomingGrainCallContext context) => filter(context);
        }
    }

    /// <summary>Grain storage that lives as long as the host.</summary>
    public static class MemoryGrainStorageSiloBuilderExtensions
    {
        public static ISiloBuilder AddMemoryGrainStorage(this ISiloBuilder builder, string name) =>
            builder.ConfigureServices(services => services.TryAddKeyedSingleton<IGrainStorage, MemoryGrainStorage>(name));
    }

    sealed record SiloBuilder(IServiceCollection Services, IConfiguration Configuration) : ISiloBuilder
    {
        internal static SiloBuilder Add(IServiceCollection services, IConfiguration configuration)
        {
            services.AddOptions().AddLogging();
            if (!services.Any(static service => service.ServiceType == typeof(Silo)))
            {
                services.AddSingleton<Silo>();
                services.AddSingleton<IGrainFactory>(static provider => provider.GetRequiredService<Silo>());
                services.AddSingleton<IClusterClient>(static provider => provider.GetRequiredService<Silo>());
                services.AddHostedService(static provider => provider.GetRequiredService<Silo>());
            }

            return new(services, configuration);
        }
    }
}
