using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;

namespace Orleans.Hosting
{
    /// <summary>Configures a client of the test cluster.</summary>
    public interface IClientBuilder
    {
        IServiceCollection Services { get; }

        IConfiguration Configuration { get; }
    }

    /// <summary>Memory streams on the client; here they are the silo's.</summary>
    public static class ClientBuilderStreamingExtensions
    {
        public static IClientBuilder AddMemoryStreams(this IClientBuilder builder, string name) => builder;
    }
}

namespace Orleans.TestingHost
{
    /// <summary>Builds a cluster for tests in this process. Only one silo here.</summary>
    public sealed class InProcessTestClusterBuilder
    {
        readonly List<Action<IHostApplicationBuilder>> _configure = [];

        public InProcessTestClusterBuilder(short initialSilosCount)
        {
            if (initialSilosCount != 1)
            {
                throw new NotSupportedException(
                    $"Orleans.Local has one silo and never more; {initialSilosCount} were asked for. Build with -p:OrleansPackages=true to test a cluster.");
            }
        }

        public InProcessTestClusterBuilder ConfigureSilo(Action<InProcessTestSiloSpecificOptions, ISiloBuilder> configureSiloDelegate)
        {
            _configure.Add(host => host.UseOrleans(silo => configureSiloDelegate(new() { SiloName = "Silo_0" }, silo)));
            return this;
        }

        public InProcessTestClusterBuilder ConfigureClient(Action<IClientBuilder> configureClientDelegate)
        {
            _configure.Add(host => configureClientDelegate(new ClientBuilder(host.Services, host.Configuration)));
            return this;
        }

        public InProcessTestCluster Build()
        {
            var builder = Host.CreateEmptyApplicationBuilder(new() { ApplicationName = "TestCluster" });
            builder.UseOrleans(static _ => { });
            _configure.ForEach(configure => configure(builder));
            return new(builder.Build());
        }

        sealed record ClientBuilder(IServiceCollection Services, IConfiguration Configuration) : IClientBuilder;
    }

    /// <summary>What tells one silo of a test cluster from the others.</summary>
    public sealed class InProcessTestSiloSpecificOptions
    {
        public string SiloName { get; set; } = null!;
    }

    /// <summary>The silo of a test, and its client.</summary>
    public sealed class InProcessTestCluster : IDisposable, IAsyncDisposable
    {
        readonly IHost _host;
        bool _stopped;

        internal InProcessTestCluster(IHost host) => _host = host;

        public IClusterClient Client => _host.Services.GetRequiredService<IClusterClient>();

        public IServiceProvider GetSiloServiceProvider() => _host.Services;

        public Task DeployAsync() => _host.StartAsync();

        public async Task StopAllSilosAsync()
        {
            if (!_stopped)
            {
                _stopped = true;
                await _host.StopAsync();
            }
        }

        public async ValueTask DisposeAsync()
        {
            await StopAllSilosAsync();
            Dispose();
        }

        public void Dispose() => _host.Dispose();
    }
}
