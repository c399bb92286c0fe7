using System.Globalization;
using GoldenSignals.Fault.Tests.Support;
using Xunit.Abstractions;

namespace GoldenSignals.Fault.Tests;

/// <summary>Many short lives of a shard with faults everywhere, each chosen by a seed.</summary>
/// <remarks>A seed that fails is named. <c>GS_SEED=n ./test --filter Simulation</c> runs that one alone, and <c>GS_SEEDS=100000</c> more than usual.</remarks>
public class SimulationTests(ITestOutputHelper output)
{
    private const int Seeds = 1_000;

    [Fact]
    public async Task Whatever_fails_input_is_kept_once_decided_once_and_remembered_as_if_nothing_had_failed()
    {
        int only = Number("GS_SEED", 0), seeds = Number("GS_SEEDS", Seeds);
        int[] all = only > 0 ? [only] : [.. Enumerable.Range(1, seeds)];
        int workers = Math.Min(all.Length, Math.Max(1, Environment.ProcessorCount));
        await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(() => Run(all.Where((_, i) => i % workers == worker)))));
    }

    /// <summary>In one grid: a seed never has a shard that another had, until all have been used.</summary>
    private async Task Run(IEnumerable<int> seeds)
    {
        foreach (int[] some in seeds.Chunk(SimulatedGrid.Shards / 2))
        {
            await using SimulatedGrid grid = await SimulatedGrid.Start();
            foreach (int seed in some)
            {
                var simulation = new Simulation(grid, seed);
                try
                {
                    await simulation.Run();
                }
                catch (Exception error)
                {
                    output.WriteLine(string.Join('\n', simulation.Events));
                    throw new InvalidOperationException($"seed {seed} fails; GS_SEED={seed} runs it alone: {error.Message}", error);
                }
            }
            await using SimulatedGrid again = await grid.Restarted();
            Assert.Equal(0, again.Grid.Recovery.Different);
            foreach (int shard in some.Select(seed => seed % SimulatedGrid.Shards))
                await Verdict.AssertStateIsFold(again.Grid.Grains, shard, await Verdict.All(again.Grid.Journal, shard), again.Grid.Options, again.Grid.Model);
        }
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : otherwise;
}
