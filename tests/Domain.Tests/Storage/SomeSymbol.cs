using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Storage;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Storage;

/// <summary>One symbol's state and consensus with everything that ships, fed with hourly bars and all that may come beside them.</summary>
internal sealed class SomeSymbol(DecisionModel model, int windowBars = BarWindow.MinCapacity)
{
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    public SymbolState State { get; } = new("TEST", Interval, IndicatorSet.Shipped, windowBars);
    public SymbolConsensus Consensus { get; } = new(model);

    /// <summary>What comes with one bar: inputs, some of which count for later bars only, the bar, and what is known of the market.</summary>
    public sealed record Step(SymbolInput[] Inputs, Bar Bar, double[] Universe);

    public static Step[] Steps(int seed, int count)
    {
        var random = new Random(seed);
        return [.. SomeBars.Random(seed, count, pull: 0.01).Select((bar, i) =>
        {
            DateTime open = SomeBars.Start + i * Interval;
            SymbolInput[] inputs = [.. SomeInputs.Types
                .Where(type => random.Next(type == typeof(Domain.Options.OptionChain) ? 30 : 6) == 0)
                .Select(type => SomeInputs.Of(type, random, "TEST", open + random.Next(-5, 20) * Interval / 4))];
            double[] universe = i < 20 ? [] : [.. IndicatorCatalog.Universe.Columns.Select(_ => random.Next(10) == 0 ? double.NaN : random.NextDouble())];
            return new Step(inputs, bar with { OpenTimeUtc = open }, universe);
        })];
    }

    public (MarketView View, Decision Decision) Next(Step step)
    {
        foreach (SymbolInput input in step.Inputs)
            State.Add(input);
        MarketView view = State.Add(step.Bar, step.Universe);
        Vote[] votes = [.. Enumerable.Range(0, model.Panel.Count).Select(agent => model.Panel.Evaluate(agent, view))];
        return (view, Consensus.Decide(view, votes));
    }

    public byte[] Save() => Bytes.Of(to =>
    {
        State.Save(to);
        Consensus.Save(to);
    });

    public static SomeSymbol Restored(DecisionModel model, byte[] bytes, int windowBars = BarWindow.MinCapacity)
    {
        var symbol = new SomeSymbol(model, windowBars);
        var from = new StateReader(bytes);
        symbol.State.Restore(from);
        symbol.Consensus.Restore(from);
        from.End();
        return symbol;
    }
}
