using System.Diagnostics;
using Orleans.TestingHost;
using Xunit.Abstractions;

namespace GoldenSignals.Orleans.Laws.LocalOnly;

public interface ICostGrain : IGrainWithIntegerKey
{
    Task Nothing();

    Task<int> Next(int number);
}

public sealed class CostGrain : Grain, ICostGrain
{
    public Task Nothing() => Task.CompletedTask;

    public Task<int> Next(int number) => Task.FromResult(number + 1);
}

/// <summary>What a call costs. Only bytes are held to a budget, as they do not depend on who else uses the machine.</summary>
[CollectionDefinition(nameof(CallCostTests), DisableParallelization = true)]
[Collection(nameof(CallCostTests))]
public sealed class CallCostTests(ITestOutputHelper output)
{
    const int Grains = 10_000;
    const int Outstanding = 1_000;
    const int Calls = 500_000;
    const double BudgetBytes = 600;

    [Fact]
    public async Task A_call_with_a_thousand_outstanding_stays_in_its_budget_of_bytes()
    {
        await using var cluster = new InProcessTestClusterBuilder(1).Build();
        await cluster.DeployAsync();
        var grains = Enumerable.Range(0, Grains).Select(number => cluster.Client.GetGrain<ICostGrain>(number)).ToArray();
        Assert.InRange(await BytesPerCall("no argument", number => grains[number % Grains].Nothing()), 0, BudgetBytes);
        Assert.InRange(await BytesPerCall("argument and result", number => grains[number % Grains].Next(number)), 0, BudgetBytes);
    }

    async Task<double> BytesPerCall(string what, Func<int, Task> call)
    {
        await Run(call);
        using var process = Process.GetCurrentProcess();
        var (bytes, cpu) = (GC.GetTotalAllocatedBytes(precise: true), process.TotalProcessorTime);
        await Run(call);
        process.Refresh();
        var bytesPerCall = (double)(GC.GetTotalAllocatedBytes(precise: true) - bytes) / Calls;
        output.WriteLine($"{what}: {(process.TotalProcessorTime - cpu).TotalMicroseconds / Calls:F2} us CPU, {bytesPerCall:F0} B a call");
        return bytesPerCall;
    }

    static async Task Run(Func<int, Task> call)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Outstanding).Select(async _ =>
        {
            for (var number = Interlocked.Increment(ref next); number < Calls; number = Interlocked.Increment(ref next))
            {
                await call(number);
            }
        }));
    }
}
