return await GoldenSignals.ApiClient.Commands.GridCommands.Run(args);
