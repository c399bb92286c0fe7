using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Consensus;

namespace GoldenSignals.Domain.Tests.Storage;

/// <summary>A symbol that was saved and restored goes on as if nothing had happened, to the last bit of its state.</summary>
public class StateLaws
{
    private const int Bars = 420;

    public static TheoryData<ScoringMethod> Methods => [.. Enum.GetValues<ScoringMethod>()];

    private static DecisionModel Model(ScoringMethod method) => new(new() { Method = method, HorizonBars = 5, CalibrateAfter = 50 });

    [Theory, MemberData(nameof(Methods))]
    public void A_restored_symbol_goes_on_to_the_same_views_votes_and_decisions(ScoringMethod method)
    {
        DecisionModel model = Model(method);
        for (int seed = 0; seed < 3; seed++)
        {
            var random = new Random(seed);
            int[] stops = [0, 1, 1 + random.Next(10), 30 + random.Next(200), 300 + random.Next(60), Bars - 1];
            SomeSymbol.Step[] steps = SomeSymbol.Steps(seed, Bars);
            SomeSymbol unbroken = new(model), broken = new(model);
            var (expected, decisions) = (new List<Decision>(), new List<Decision>());
            for (int i = 0; i < steps.Length; i++)
            {
                if (stops.Contains(i))
                {
                    byte[] saved = broken.Save();
                    SomeSymbol twin = SomeSymbol.Restored(model, saved);
                    Twins.AssertSame(broken, twin);
                    Assert.Equal(saved, twin.Save());
                    broken = twin;
                }
                (MarketView view, Decision decision) = unbroken.Next(steps[i]);
                (MarketView restored, Decision again) = broken.Next(steps[i]);
                Assert.Equal((view.Symbol, view.Interval, view.Bar, view.BarNumber), (restored.Symbol, restored.Interval, restored.Bar, restored.BarNumber));
                Assert.Equal(view.Values.ToArray(), restored.Values.ToArray());
                Assert.Equal(view.ValuesBefore.ToArray(), restored.ValuesBefore.ToArray());
                Assert.Equal(decision.Votes, again.Votes);
                expected.Add(decision);
                decisions.Add(again);
            }
            Assert.Equal(Digests.Of(expected), Digests.Of(decisions));
            Assert.Equal(unbroken.Save(), broken.Save());
            Assert.Equal(unbroken.State.Window.Newest(), broken.State.Window.Newest());
            Assert.Equal(Bars, broken.Consensus.Bars);
            AssertLively(expected);
        }
    }

    /// <summary>A law over a market in which nothing happens would say nothing.</summary>
    private static void AssertLively(List<Decision> decisions)
    {
        Assert.Contains(decisions, decision => decision.IsSignal);
        Assert.True(decisions[^1].Weights.Distinct().Count() > 5);
        foreach (string column in new[] { "news_tone_24h", "social_velocity_1h_30d", "earnings_sue", "opt_iv_30", "uni_count", "learner_10_p" })
            Assert.Contains(decisions, decision => !double.IsNaN(decision.Indicators[Column.Named(column).Index]));
    }

    [Fact]
    public void What_was_last_seen_is_there_again()
    {
        DecisionModel model = Model(ScoringMethod.Weighted);
        var symbol = new SomeSymbol(model);
        Assert.Null(SomeSymbol.Restored(model, symbol.Save()).State.Latest);
        Assert.Null(SomeSymbol.Restored(model, symbol.Save()).Consensus.Last);
        foreach (SomeSymbol.Step step in SomeSymbol.Steps(1, 100))
        {
            symbol.Next(step);
            SomeSymbol restored = SomeSymbol.Restored(model, symbol.Save());
            Assert.Equal(Plain.Of(symbol.State.Latest), Plain.Of(restored.State.Latest));
            Assert.Equal(Plain.Of(symbol.Consensus.Last), Plain.Of(restored.Consensus.Last));
            Assert.Equal(symbol.Consensus.Record.Of(3), restored.Consensus.Record.Of(3));
        }
    }

    [Fact]
    public void Saving_changes_nothing()
    {
        DecisionModel model = Model(ScoringMethod.Hedge);
        SomeSymbol saved = new(model), untouched = new(model);
        foreach (SomeSymbol.Step step in SomeSymbol.Steps(2, 150))
        {
            saved.Save();
            Assert.Equal(Plain.Of(untouched.Next(step).Decision), Plain.Of(saved.Next(step).Decision));
        }
        Assert.Equal(untouched.Save(), saved.Save());
    }

    [Theory, MemberData(nameof(Methods))]
    public void Damage_is_refused_or_restored_as_something_else(ScoringMethod method)
    {
        DecisionModel model = Model(method);
        var symbol = new SomeSymbol(model);
        foreach (SomeSymbol.Step step in SomeSymbol.Steps(3, 200))
            symbol.Next(step);
        var random = new Random(4);
        byte[] state = Bytes.Of(symbol.State.Save), consensus = Bytes.Of(symbol.Consensus.Save);
        Bytes.RefusedWhereverCut(state, from => new SomeSymbol(model).State.Restore(from), random);
        Bytes.RefusedWhereverCut(consensus, from => new SymbolConsensus(model).Restore(from), random);
        Bytes.RefusedOrReadWhereverChanged(state, from => new SomeSymbol(model).State.Restore(from), random);
        Bytes.RefusedOrReadWhereverChanged(consensus, from => new SymbolConsensus(model).Restore(from), random);
    }

    [Fact]
    public void Another_layout_is_refused()
    {
        DecisionModel model = Model(ScoringMethod.Weighted);
        var symbol = new SomeSymbol(model);
        foreach (SomeSymbol.Step step in SomeSymbol.Steps(5, 100))
            symbol.Next(step);
        byte[] state = Bytes.Of(symbol.State.Save), consensus = Bytes.Of(symbol.Consensus.Save);
        IndicatorSet fewer = new(IndicatorCatalog.All);

        RefusesState(new("OTHER", SomeSymbol.Interval, IndicatorSet.Shipped, BarWindow.MinCapacity));
        RefusesState(new("TEST", SomeSymbol.Interval / 2, IndicatorSet.Shipped, BarWindow.MinCapacity));
        RefusesState(new("TEST", SomeSymbol.Interval, IndicatorSet.Shipped, BarWindow.MinCapacity + 1));
        RefusesState(new("TEST", SomeSymbol.Interval, fewer, BarWindow.MinCapacity));
        RefusesConsensus(Model(ScoringMethod.Hedge));
        RefusesConsensus(Model(ScoringMethod.LogOddsPool));
        RefusesConsensus(new(new() { HorizonBars = 6, CalibrateAfter = 50 }));
        RefusesConsensus(DecisionModel.With(
            new(model.Panel.Descriptors.Skip(1).Select((agent, i) => AgentPanel.Member.Of(agent, model.Panel.OptionsOf(i + 1)))), model.Consensus));

        void RefusesState(SymbolState other) => Assert.Throws<InvalidDataException>(() => other.Restore(new(state)));
        void RefusesConsensus(DecisionModel other) => Assert.Throws<InvalidDataException>(() => new SymbolConsensus(other).Restore(new(consensus)));
    }
}
