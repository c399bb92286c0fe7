using System.CommandLine;
using GoldenSignals.Silo.Commands;

namespace GoldenSignals.ApiClient.Commands;

/// <summary>Everything that <c>./run</c> can do.</summary>
public static class GridCommands
{
    /// <param name="arguments">Without a command the grid is served: <c>./run</c> alone starts everything.</param>
    public static Task<int> Run(string[] arguments, CancellationToken cancel = default) =>
        CommandLine.Run(Root(), arguments.Length == 0 ? ["serve"] : arguments, cancel);

    private static Command Root() =>
        CommandLine.Root("./run", "GoldenSignals: a real-time trading-signal grid", ServeCommand.Create(), ReplayCommand.Create(), ApiCommand.Create());
}
