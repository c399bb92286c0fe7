using GoldenSignals.Silo.Commands;

return await CommandLine.Run(
    CommandLine.Root("GoldenSignals.Silo", "A silo of a GoldenSignals grid", SiloCommand.Create(), ReplayCommand.Create(), AgentsCommand.Create()), args);
