using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Risk;
using GoldenSignals.Domain.Storage;

namespace GoldenSignals.Domain.Tests.Storage;

public class StateWriterTests
{
    private static readonly long[] s_integers = [0, 1, -1, 63, 64, -64, -65, 8191, 8192, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue, 1L << 62];

    private enum Wide : long
    {
        One = 1,
    }

    [Fact]
    public void Whole_numbers_come_back_and_the_small_ones_are_short()
    {
        foreach (long value in s_integers)
            Assert.Equal(value, Bytes.Read(Bytes.Of(to => to.Int(value)), from => from.Int()));
        Assert.Equal([1, 1, 1, 2, 10, 10], new[] { 0, -64, 63, 64, long.MaxValue, long.MinValue }.Select(value => Bytes.Of(to => to.Int(value)).Length));
        Assert.Equal([0x96, 0x01], Bytes.Of(to => to.Int(75)));                        // 150 in groups of seven bits, the lowest first
    }

    [Fact]
    public void A_number_of_more_bits_than_there_are_is_refused()
    {
        byte[] endless = [.. Enumerable.Repeat((byte)0xFF, 20)], tooLarge = [.. Enumerable.Repeat((byte)0xFF, 9), 2];
        Assert.Throws<InvalidDataException>(() => new StateReader(endless).Int());
        Assert.Throws<InvalidDataException>(() => new StateReader(tooLarge).Int());
        Assert.Throws<InvalidDataException>(() => new StateReader(Bytes.Of(to => to.Int(1L << 31))).Int32());
        Assert.Equal(int.MinValue, new StateReader(Bytes.Of(to => to.Int(int.MinValue))).Int32());
    }

    [Fact]
    public void Everything_else_comes_back()
    {
        var time = new DateTime(2024, 1, 2, 14, 30, 0, DateTimeKind.Utc);
        byte[] bytes = Bytes.Of(to =>
        {
            to.Bool(true);
            to.Byte(255);
            to.Time(time);
            to.Time(time.AddDays(-3), time);
            to.Span(TimeSpan.MinValue);
            to.Bytes([1, 2, 3]);
            to.Double(-0.0);
            to.FloatsOnly([1.5f, float.NaN]);
            to.Int((int)PositionSide.Exit);
            to.Int((int)SignalAction.Sell);
        });
        var from = new StateReader(bytes);
        Assert.True(from.Bool());
        Assert.Equal(255, from.Byte());
        Assert.Equal((time, DateTimeKind.Utc), from.Time() is var at ? (at, at.Kind) : default);
        Assert.Equal((time.AddDays(-3), DateTimeKind.Utc), from.Time(time) is var before ? (before, before.Kind) : default);
        Assert.Equal(TimeSpan.MinValue, from.Span());
        Assert.Equal([1, 2, 3], from.Bytes().ToArray());
        Assert.True(double.IsNegative(from.Double()));
        var floats = new float[2];
        from.FloatsOnly(floats);
        Assert.Equal([1.5f, float.NaN], floats);
        Assert.Equal(PositionSide.Exit, from.Enum<PositionSide>());
        Assert.Equal(SignalAction.Sell, from.Enum<SignalAction>());
        from.End();
    }

    /// <summary>256 is 0 in the byte that the enumeration has, and yet no HOLD.</summary>
    [Theory, InlineData(3), InlineData(256), InlineData(-1), InlineData(long.MinValue)]
    public void A_value_that_an_enumeration_does_not_define_is_refused(long value)
    {
        byte[] bytes = Bytes.Of(to => to.Int(value));
        Assert.Throws<InvalidDataException>(() => new StateReader(bytes).Enum<SignalAction>());
        Assert.Throws<InvalidDataException>(() => new StateReader(bytes).Enum<PositionSide>());
    }

    [Fact]
    public void An_enumeration_of_another_width_is_nothing_to_read() =>
        Assert.Throws<NotSupportedException>(() => new StateReader(Bytes.Of(to => to.Int(1))).Enum<Wide>());

    [Fact]
    public void A_text_is_written_once_and_then_by_its_number()
    {
        string[] texts = ["warming-up", "nöne", "", "warming-up", "half a pair \ud800", "\U0001F680", "nöne", "half a pair \ud800"];
        byte[] bytes = Bytes.Of(to => Array.ForEach(texts, to.Text));
        var from = new StateReader(bytes);
        Assert.Equal(texts, texts.Select(_ => from.Text()));
        from.End();
        Assert.Equal(1, Bytes.Of(to => Array.ForEach([.. texts, "nöne"], to.Text)).Length - bytes.Length);
    }

    [Fact]
    public void A_cleared_writer_knows_no_text_and_writes_the_same_again()
    {
        var writer = new StateWriter();
        writer.Text("one");
        writer.Text("two");
        byte[] first = writer.ToArray();
        writer.Clear();
        Assert.Equal(0, writer.Length);
        writer.Text("one");
        writer.Text("two");
        Assert.Equal(first, writer.Written.ToArray());
    }

    [Theory]
    [InlineData(new byte[] { 2 })]                                  // the first text, where none was yet
    [InlineData(new byte[] { 3 })]                                  // −2
    [InlineData(new byte[] { 0, 4, 0xC3, 0x28 })]                   // no UTF-8
    [InlineData(new byte[] { 0, 8, 65 })]                           // four bytes, of which one is there
    [InlineData(new byte[] { 1, 4, 65, 0, 66 })]                    // two characters, of which one and a half are there
    public void What_is_no_text_is_refused(byte[] bytes) => Assert.Throws<InvalidDataException>(() => new StateReader(bytes).Text());

    [Fact]
    public void A_number_comes_back_to_the_bit_whatever_it_is()
    {
        var random = new Random(1);
        for (int i = 0; i < 100_000; i++)
        {
            double value = Anything.Number(random);
            Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(Bytes.Read(Bytes.Of(to => to.Number(value)), from => from.Number())));
        }
    }

    [Theory]
    [InlineData(0, 1), InlineData(7, 1), InlineData(100, 2), InlineData(101.25, 3), InlineData(-0.04, 1), InlineData(1.08345, 3), InlineData(43210.99, 4)]
    [InlineData(0.00012345, 3), InlineData(9007199254740991, 9), InlineData(1.0 / 3, 9), InlineData(double.NaN, 9), InlineData(-0.0, 9), InlineData(1e300, 9)]
    public void A_number_is_the_shorter_the_fewer_digits_it_has(double value, int bytes) => Assert.Equal(bytes, Bytes.Of(to => to.Number(value)).Length);

    [Theory, InlineData(5), InlineData(6), InlineData(7), InlineData(-1)]
    public void What_is_no_number_is_refused(long units) => Assert.Throws<InvalidDataException>(() => new StateReader(Bytes.Of(to => to.Int(units))).Number());

    [Theory, InlineData(0), InlineData(1), InlineData(63), InlineData(64), InlineData(65), InlineData(131), InlineData(400)]
    public void Sparse_numbers_come_back_with_every_NaN_in_its_place(int count)
    {
        var random = new Random(count);
        foreach (double missing in new[] { 0, 0.1, 0.9, 1 })
        {
            double[] values = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() < missing ? double.NaN : random.NextDouble())];
            byte[] bytes = Bytes.Of(to => to.Sparse(values));
            Assert.Equal(values, Bytes.Read(bytes, from => from.Sparse()));
            Assert.InRange(bytes.Length, 1, 2 + 8 * ((count + 63) / 64 + values.Count(value => !double.IsNaN(value))));
            var room = new double[count];
            new StateReader(bytes).Sparse(room);
            Assert.Equal(values, room);
            Assert.Throws<InvalidDataException>(() => new StateReader(bytes).Sparse(new double[count + 1]));
            Assert.Throws<InvalidDataException>(() => Bytes.Read(bytes, from => from.Sparse(most: count - 1)));
        }
    }

    [Fact]
    public void A_number_behind_the_last_of_a_sparse_row_is_refused() =>
        Assert.Throws<InvalidDataException>(() => new StateReader(new byte[] { 2, 3, 0, 0, 0, 0, 0, 0, 0 }).Sparse());

    [Fact]
    public void As_many_doubles_as_there_is_room_for_and_no_other_number()
    {
        byte[] bytes = Bytes.Of(to => to.Doubles([1, double.NaN, 3]));
        var room = new double[3];
        new StateReader(bytes).Doubles(room);
        Assert.Equal([1, double.NaN, 3], room);
        Assert.Equal([1, double.NaN, 3], Bytes.Read(bytes, from => from.Doubles()));
        Assert.Throws<InvalidDataException>(() => new StateReader(bytes).Doubles(new double[2]));
        Assert.Throws<InvalidDataException>(() => new StateReader(bytes).Doubles(new double[4]));
    }

    /// <summary>A count is worth no more memory than the bytes that could follow it.</summary>
    [Theory, InlineData(1L << 40), InlineData(int.MaxValue), InlineData(long.MaxValue), InlineData(long.MaxValue - 30), InlineData(-1), InlineData(long.MinValue), InlineData(1000)]
    public void A_count_that_cannot_be_is_refused_before_anything_is_made(long count)
    {
        byte[] bytes = [.. Bytes.Of(to => to.Int(count)), .. new byte[100]];
        Action<StateReader>[] reads = [from => from.Count(), from => from.Doubles(), from => from.Sparse(), from => from.Bytes()];
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (Action<StateReader> read in reads)
            Assert.Throws<InvalidDataException>(() => read(new(bytes)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Theory, InlineData(long.MaxValue), InlineData(long.MinValue), InlineData(-1)]
    public void A_time_beyond_the_calendar_is_refused(long ticks)
    {
        Assert.Throws<InvalidDataException>(() => new StateReader(BitConverter.GetBytes(ticks)).Time());
        Assert.Throws<InvalidDataException>(() => new StateReader(Bytes.Of(to => to.Int(ticks))).Time(default));
        Assert.Throws<InvalidDataException>(() => new StateReader(Bytes.Of(to => to.Int(long.MaxValue))).Time(DateTime.MaxValue));
    }

    [Fact]
    public void Neither_true_nor_false_and_bytes_left_over_are_refused()
    {
        Assert.Throws<InvalidDataException>(() => new StateReader(new byte[] { 2 }).Bool());
        Assert.Throws<InvalidDataException>(() => new StateReader(new byte[1]).End());
        Assert.Throws<InvalidDataException>(() => new StateReader(Bytes.Of(to => to.Int(3))).Same(4, "agents"));
        Assert.Throws<InvalidDataException>(() => new StateReader(new byte[3]).Double());
    }

    [Fact]
    public void Writing_again_what_fits_allocates_nothing()
    {
        var writer = new StateWriter();
        double[] row = [.. Enumerable.Range(0, 300).Select(i => i % 7 == 0 ? double.NaN : i)];
        Vote vote = Vote.Buy(0.5, "rsi-oversold", 25, 30);
        Write();
        writer.Clear();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Write();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Write()
        {
            writer.Text(vote.Reason);
            writer.Sparse(row);
            writer.Number(vote.Limit);
            writer.Time(default);
        }
    }
}
