using GoldenSignals.ApiClient.Commands;
using GoldenSignals.Silo.Commands;

// Without a command the grid is served: ./run alone starts everything.
string[] arguments = args.Length == 0 ? ["serve"] : args;
return await CommandLine.Run(
    CommandLine.Root("./run", "GoldenSignals: a real-time trading-signal grid", ServeCommand.Create(), ReplayCommand.Create(), ApiCommand.Create()), arguments);
