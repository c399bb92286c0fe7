using GoldenSignals.Benchmarks.Http;
using GoldenSignals.Benchmarks.Scenarios;
using GoldenSignals.Benchmarks.Silos;
using GoldenSignals.Silo.Commands;

return await CommandLine.Run(
    CommandLine.Root("benchmarks", "Load tests of the grid: each scenario is one command",
        TickScenario.Create(),
        EvaluationScenario.Create(),
        NaiveScenario.Create(),
        StormScenario.Create(),
        LatencyScenario.Create(),
        SoakScenario.Create(),
        ScaleScenario.Create(),
        MemoryScenario.Create(),
        StartScenario.Create(),
        ReplayScenario.Create(),
        IndicatorScenario.Create(),
        DurabilityScenario.Create(),
        JournalScenario.Create(),
        PostgresScenario.Create(),
        FaultScenario.Create(),
        SilosScenario.Create(),
        FanOutScenario.Create(),
        ApiScenario.Create(),
        WebScenario.Create(),
        ReportScenario.Create(),
        GateScenario.Create(),
        BareServer.Create(),
        SiloNode.Create()), args);
