using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Storage;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Storage;

/// <summary>What a symbol remembers of any input other than bars survives a save: every column of the catalogue, those to come too.</summary>
public class SideStateLaws
{
    public static TheoryData<Type> Kinds => [.. IndicatorCatalog.Side.Select(side => side.GetType())];

    private static SideColumns Columns(Type type) => IndicatorCatalog.Side.Single(side => side.GetType() == type);

    [Theory, MemberData(nameof(Kinds))]
    public void Goes_on_from_any_save_to_the_same_columns_and_the_same_bytes(Type type)
    {
        SideColumns columns = Columns(type);
        for (int seed = 0; seed < 4; seed++)
        {
            var random = new Random(seed);
            SideState unbroken = columns.Start(), broken = columns.Start();
            int taken = 0, told = 0;
            for (int hour = 0; hour < 400; hour++)
            {
                DateTime close = SomeBars.Start.AddHours(hour);
                foreach (Type kind in SomeInputs.Types)
                    if (random.Next(3) == 0 && SomeInputs.Of(kind, random, "TEST", close.AddMinutes(-random.Next(90))) is var input && columns.Takes(input))
                    {
                        unbroken.Take(input);
                        broken.Take(input);
                        taken++;
                    }
                if (random.Next(20) == 0)
                {
                    SideState twin = Restored(columns, Bytes.Of(broken.Save));
                    Twins.AssertSame(broken, twin);
                    broken = twin;
                }
                double[] expected = Written(columns, unbroken, close);
                Assert.Equal(expected, Written(columns, broken, close));
                told += expected.Count(value => !double.IsNaN(value));
            }
            Assert.Equal(Bytes.Of(unbroken.Save), Bytes.Of(broken.Save));
            Assert.True(taken > 50 && told > 50, $"{taken} inputs, {told} numbers");
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_fresh_one_comes_back_too(Type type)
    {
        SideColumns columns = Columns(type);
        byte[] fresh = Bytes.Of(columns.Start().Save);
        Assert.Equal(fresh, Bytes.Of(Restored(columns, fresh).Save));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Damage_is_refused_or_restored_as_something_else(Type type)
    {
        SideColumns columns = Columns(type);
        var random = new Random(9);
        SideState state = columns.Start();
        for (int hour = 0; hour < 200; hour++)
            foreach (Type kind in SomeInputs.Types)
                if (random.Next(3) == 0 && SomeInputs.Of(kind, random, "TEST", SomeBars.Start.AddHours(hour)) is var input && columns.Takes(input))
                    state.Take(input);
        byte[] bytes = Bytes.Of(state.Save);
        Bytes.RefusedWhereverCut(bytes, from => columns.Start().Restore(from), random);
        Bytes.RefusedOrReadWhereverChanged(bytes, from => columns.Start().Restore(from), random);
    }

    private static SideState Restored(SideColumns columns, byte[] bytes) => Bytes.Read(bytes, from =>
    {
        SideState state = columns.Start();
        state.Restore(from);
        return state;
    });

    private static double[] Written(SideColumns columns, SideState state, DateTime close)
    {
        var values = new double[columns.Columns.Count];
        Array.Fill(values, double.NaN);
        state.Write(SomeBars.Closing(100)[0], close, values);
        return values;
    }
}
