using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;
using Orleans.Runtime;

namespace GoldenSignals.Orleans.Laws;

/// <summary>A service of the host that grains are given.</summary>
public sealed record Greeting(string Text);

public interface IHostedGrain : IGrainWithStringKey
{
    Task<string> Greet();
}

public sealed class HostedGrain(Greeting greeting, IGrainFactory grains) : Grain, IHostedGrain
{
    public Task<string> Greet() =>
        Task.FromResult(grains.GetGrain<IHostedGrain>("other").GetPrimaryKeyString() == "other" && ServiceProvider.GetService<Greeting>() == greeting
            ? greeting.Text
            : "no services");

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        Task.FromResult(Shared.Note(this.GetPrimaryKeyString(), reason.ReasonCode.ToString()));
}

public sealed class HostingLaws
{
    [Fact]
    public async Task A_host_with_a_silo_serves_grains_and_deactivates_them_when_it_stops()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton(new Greeting("hello"));
        builder.UseOrleans(Configure);
        await ServesAndStops(builder.Build());
    }

    [Fact]
    public async Task A_host_of_the_older_kind_does_so_too() => await ServesAndStops(
        Host.CreateDefaultBuilder().ConfigureServices(services => services.AddSingleton(new Greeting("hello"))).UseOrleans(Configure).Build());

    static async Task ServesAndStops(IHost host)
    {
        using (host)
        {
            await host.StartAsync();
            var key = Shared.NewName();
            Assert.Equal("hello", await host.Services.GetRequiredService<IClusterClient>().GetGrain<IHostedGrain>(key).Greet());
            Assert.Equal("hello", await host.Services.GetRequiredService<IGrainFactory>().GetGrain<IHostedGrain>(key).Greet());
            await host.StopAsync();
            Assert.True(Shared.HasNote(key));
            Assert.Equal(nameof(DeactivationReasonCode.ShuttingDown), await Shared.NextNote(key));
        }
    }

    static void Configure(ISiloBuilder silo) => silo.UseLocalhostClustering(FreePort(), FreePort());

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
