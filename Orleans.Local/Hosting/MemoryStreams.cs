using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Streams;

namespace Orleans.Hosting;

/// <summary>Configures something that has a name.</summary>
public interface INamedServiceConfigurator
{
    string Name { get; }

    Action<Action<IServiceCollection>> ConfigureDelegate { get; }
}

/// <summary>Configures streams that are pulled from queues.</summary>
public interface ISiloPersistentStreamConfigurator : INamedServiceConfigurator;

/// <summary>Configures memory streams.</summary>
public interface ISiloMemoryStreamConfigurator : ISiloPersistentStreamConfigurator;

/// <summary>Delivery options of streams.</summary>
public static class SiloPersistentStreamConfiguratorExtensions
{
    public static void ConfigurePullingAgent(
        this ISiloPersistentStreamConfigurator configurator, Action<OptionsBuilder<StreamPullingAgentOptions>>? configureOptions = null) =>
        configurator.ConfigureDelegate(services => configureOptions?.Invoke(services.AddOptions<StreamPullingAgentOptions>(configurator.Name)));
}

/// <summary>Queue options of memory streams.</summary>
public static class MemoryStreamConfiguratorExtensions
{
    /// <summary>The number of queues. Accepted and not used: here every subscription has its own.</summary>
    public static void ConfigurePartitioning(this ISiloMemoryStreamConfigurator configurator, int numOfQueues = 8) =>
        ArgumentOutOfRangeException.ThrowIfLessThan(numOfQueues, 1);
}

/// <summary>Memory streams in the silo.</summary>
public static class SiloBuilderMemoryStreamExtensions
{
    public static ISiloBuilder AddMemoryStreams(this ISiloBuilder builder, string name, Action<ISiloMemoryStreamConfigurator>? configure = null)
    {
        builder.Services.TryAddKeyedSingleton<IStreamProvider>(name, static (services, key) => new MemoryStreamProvider(services, (string)key!));
        configure?.Invoke(new Configurator(name, action => action(builder.Services)));
        return builder;
    }

    sealed record Configurator(string Name, Action<Action<IServiceCollection>> ConfigureDelegate) : ISiloMemoryStreamConfigurator;
}
