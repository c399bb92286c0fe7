using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;

namespace GoldenSignals.Orleans.Laws;

public interface ITracedGrain : IGrainWithStringKey
{
    /// <summary>The trace that the call belongs to, and behind a space those of the calls which it makes itself after a wait.</summary>
    Task<string> Traces(int depth);
}

public sealed class TracedGrain(IGrainFactory grains) : Grain, ITracedGrain
{
    public async Task<string> Traces(int depth)
    {
        var here = Activity.Current?.TraceId.ToString() ?? "none";
        await Task.Yield();
        return depth == 0 ? here : $"{here} {await grains.GetGrain<ITracedGrain>(Shared.NewName()).Traces(depth - 1)}";
    }
}

public sealed class TraceLaws
{
    [Fact]
    public async Task With_propagation_every_call_belongs_to_the_trace_of_whoever_caused_it()
    {
        // Orleans begins an activity where somebody listens, as an exporter does.
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("Microsoft.Orleans", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        var builder = Host.CreateApplicationBuilder();
        builder.UseOrleans(silo => silo.UseLocalhostClustering(FreePort(), FreePort()).AddActivityPropagation());
        using var host = builder.Build();
        await host.StartAsync();
        var client = host.Services.GetRequiredService<IGrainFactory>();
        for (var i = 0; i < 3; i++)
        {
            using var asked = new Activity("asked").Start();
            Assert.Equal($"{Trace(asked)} {Trace(asked)} {Trace(asked)}", await client.GetGrain<ITracedGrain>("one for all").Traces(depth: 2));
        }

        using var one = new Activity("one").Start();
        var ofOne = client.GetGrain<ITracedGrain>("one for all").Traces(depth: 1);
        Activity.Current = null;
        using var other = new Activity("other").Start();
        var ofOther = client.GetGrain<ITracedGrain>("one for all").Traces(depth: 1);
        Assert.Equal($"{Trace(one)} {Trace(one)}", await ofOne);
        Assert.Equal($"{Trace(other)} {Trace(other)}", await ofOther);
        await host.StopAsync();
    }

    static string Trace(Activity activity) => activity.TraceId.ToString();

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
