using System.CommandLine;
using GoldenSignals.Silo.Commands;

return await CommandLine.Run(new RootCommand("A silo of a GoldenSignals grid") { SiloCommand.Create(), ReplayCommand.Create() }, args);
