using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Storage;

namespace GoldenSignals.Domain.Tests.Storage;

/// <summary>Decisions and input through bytes and back, of whatever values their fields can have.</summary>
public class CodecTests
{
    public static TheoryData<Type> Inputs =>
        [.. typeof(SymbolInput).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(SymbolInput)) && !type.IsAbstract)];

    [Fact]
    public void A_decision_comes_back_to_the_bit()
    {
        var random = new Random(1);
        for (int i = 0; i < 300; i++)
        {
            var decision = Anything.Of<Decision>(random);
            byte[] bytes = Bytes.Of(to => DecisionCodec.Write(to, decision));
            Assert.Equal(Plain.Of(decision), Plain.Of(Bytes.Read(bytes, DecisionCodec.Read)));
        }
    }

    [Fact]
    public void A_decision_of_all_agents_takes_three_kilobytes_and_no_memory()
    {
        var symbol = new SomeSymbol(new());
        Decision[] decisions = [.. SomeSymbol.Steps(seed: 1, count: 300).Select(step => symbol.Next(step).Decision).Skip(280)];
        var writer = new StateWriter(1 << 17);
        Array.ForEach(decisions, decision => DecisionCodec.Write(writer, decision));
        writer.Clear();

        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (Decision decision in decisions)
            DecisionCodec.Write(writer, decision);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.InRange(writer.Length / decisions.Length, 1000, 3500);
    }

    [Fact]
    public void Decisions_in_a_row_share_their_texts()
    {
        var random = new Random(2);
        Decision[] decisions = [.. Enumerable.Range(0, 20).Select(_ => Anything.Of<Decision>(random))];
        byte[] bytes = Bytes.Of(to => Array.ForEach(decisions, decision => DecisionCodec.Write(to, decision)));
        var from = new StateReader(bytes);
        Assert.Equal(Plain.Of(decisions), Plain.Of(decisions.Select(_ => DecisionCodec.Read(from)).ToArray()));
        from.End();
    }

    [Fact]
    public void Ticks_come_back_to_the_bit()
    {
        var random = new Random(3);
        for (int i = 0; i < 50; i++)
        {
            Tick[] ticks = Anything.Of<Tick[]>(random);
            Assert.Equal(Plain.Of(ticks), Plain.Of(Bytes.Read(Bytes.Of(to => InputCodec.Write(to, ticks)), InputCodec.ReadTicks)));
        }
    }

    [Fact]
    public void Bars_come_back_to_the_bit()
    {
        var random = new Random(4);
        for (int i = 0; i < 50; i++)
        {
            SymbolBar[] bars = Anything.Of<SymbolBar[]>(random);
            Assert.Equal(Plain.Of(bars), Plain.Of(Bytes.Read(Bytes.Of(to => InputCodec.Write(to, bars)), InputCodec.ReadBars)));
        }
    }

    /// <summary>A new kind of input that nobody wrote a form for fails here.</summary>
    [Theory, MemberData(nameof(Inputs))]
    public void Every_kind_of_input_comes_back_to_the_bit(Type type)
    {
        var random = new Random(5);
        for (int i = 0; i < 50; i++)
        {
            SymbolInput[] inputs = [.. Enumerable.Range(0, random.Next(10)).Select(_ => (SymbolInput)Anything.Of(type, random)!)];
            Assert.Equal(Plain.Of(inputs), Plain.Of(Bytes.Read(Bytes.Of(to => InputCodec.Write(to, inputs)), InputCodec.ReadInputs)));
        }
    }

    [Fact]
    public void A_kind_of_input_that_has_no_form_is_named()
    {
        var error = Assert.Throws<ArgumentException>(() => InputCodec.Write(new(), [new Rumour("A", default)]));
        Assert.Contains(nameof(Rumour), error.Message, StringComparison.Ordinal);
    }

    private sealed record Rumour(string Symbol, DateTime TimeUtc) : SymbolInput(Symbol, TimeUtc)
    {
        public override string Identity => "rumour";

        public override string? Refusal(out string? field)
        {
            field = null;
            return null;
        }
    }

    [Fact]
    public void Damage_to_a_decision_is_refused_or_read_as_another()
    {
        var random = new Random(6);
        for (int i = 0; i < 10; i++)
        {
            byte[] bytes = Bytes.Of(to => DecisionCodec.Write(to, Anything.Of<Decision>(random)));
            Bytes.RefusedWhereverCut(bytes, from => DecisionCodec.Read(from), random);
            Bytes.RefusedOrReadWhereverChanged(bytes, from => DecisionCodec.Read(from), random);
        }
    }

    [Fact]
    public void Damage_to_input_is_refused_or_read_as_another()
    {
        var random = new Random(7);
        for (int i = 0; i < 10; i++)
        {
            Damage(to => InputCodec.Write(to, [.. Anything.Of<Tick[]>(random), Anything.Of<Tick>(random)]), from => InputCodec.ReadTicks(from));
            Damage(to => InputCodec.Write(to, [.. Anything.Of<SymbolBar[]>(random), Anything.Of<SymbolBar>(random)]), from => InputCodec.ReadBars(from));
            foreach (object[] type in (IEnumerable<object[]>)Inputs)
                Damage(to => InputCodec.Write(to, [(SymbolInput)Anything.Of((Type)type[0], random)!, (SymbolInput)Anything.Of((Type)type[0], random)!]), from => InputCodec.ReadInputs(from));
        }

        void Damage(Action<StateWriter> write, Action<StateReader> read)
        {
            byte[] bytes = Bytes.Of(write);
            Bytes.RefusedWhereverCut(bytes, read, random);
            Bytes.RefusedOrReadWhereverChanged(bytes, read, random);
        }
    }

    [Fact]
    public void Ticks_of_one_feed_take_few_bytes()
    {
        var start = new DateTime(2024, 1, 2, 14, 30, 0, DateTimeKind.Utc);
        string[] symbols = ["MSFT", "AAPL", "NVDA", "TSLA"];
        Tick[] ticks = [.. Enumerable.Range(0, 1000).Select(i => new Tick(symbols[i % 4], start.AddMilliseconds(i), 100 + i % 100 / 100.0, 100 * (i % 5), "feed", i + 1))];
        int bytes = Bytes.Of(to => InputCodec.Write(to, ticks)).Length;
        Assert.InRange(bytes / 1000.0, 8, 13);
    }
}
