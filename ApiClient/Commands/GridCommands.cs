using System.CommandLine;
using GoldenSignals.Silo.Commands;

namespace GoldenSignals.ApiClient.Commands;

/// <summary>Everything that <c>./run</c> can do.</summary>
public static class GridCommands
{
    private static readonly string[] s_ofRoot = ["--help", "-h", "-?", "/h", "/?", "--version"];

    /// <param name="arguments">Without a command the grid is served: <c>./run</c> alone starts everything, <c>./run --port 9000</c> too.</param>
    public static Task<int> Run(string[] arguments, CancellationToken cancel = default)
    {
        bool named = arguments is [var first, ..] && (!first.StartsWith('-') || s_ofRoot.Contains(first));
        return CommandLine.Run(Root(), named ? arguments : ["serve", .. arguments], cancel);
    }

    private static Command Root() =>
        CommandLine.Root("./run", "GoldenSignals: a real-time trading-signal grid. Without a command: serve.", ServeCommand.Create(), ReplayCommand.Create(), IndicatorsCommand.Create(), AgentsCommand.Create(), DataCommand.Create(), ApiCommand.Create(), WatchCommand.Create(), IngestCommand.Create(), KeysCommand.Create(), AuditCommand.Create(), McpCommand.Create());
}
