using System.Text;
using GoldenSignals.Domain.Regime;

namespace GoldenSignals.Domain.Tests.Regime;

public class HmmModelTests
{
    private static readonly HmmModel s_shipped = HmmModel.Shipped(1);

    [Fact]
    public void The_shipped_model_says_what_it_was_fitted_on_and_until_when()
    {
        Assert.Equal((1, new DateOnly(1990, 1, 2), new DateOnly(2010, 12, 31)), (s_shipped.Version, s_shipped.From, s_shipped.Until));
        Assert.Contains("MSFT", s_shipped.FittedOn);
        Assert.Equal(["calm", "normal", "turbulent"], s_shipped.States.Select(state => state.Name));
        Assert.Equal(s_shipped.States.Select(state => state.StdDev).Order(), s_shipped.States.Select(state => state.StdDev));
    }

    [Fact]
    public void A_version_that_is_not_shipped_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => HmmModel.Shipped(999));

    [Fact]
    public void A_file_of_another_version_is_refused_by_name()
    {
        var wrong = Assert.Throws<FormatException>(() => Reread(s_shipped with { Version = 2 }));
        Assert.Contains("version 2", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_is_read_back_to_the_bit()
    {
        HmmModel again = Reread(s_shipped);
        Assert.Equal(s_shipped.States, again.States);
        Assert.Equal(s_shipped.Transitions, again.Transitions);
        Assert.Equal(s_shipped.FittedOn, again.FittedOn);
        Assert.Equal((s_shipped.From, s_shipped.Until, s_shipped.LogLikelihood), (again.From, again.Until, again.LogLikelihood));
    }

    [Fact]
    public void Numbers_that_cannot_be_are_refused()
    {
        Assert.Throws<FormatException>(() => (s_shipped with { Transitions = [[0.5, 0.5, 0], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]] }).Validated());
        Assert.Throws<FormatException>(() => (s_shipped with { Transitions = [[0.5, 0.4, 0.2], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]] }).Validated());
        Assert.Throws<FormatException>(() => (s_shipped with { Transitions = [[0.5, 0.5], [0.5, 0.5]] }).Validated());
        Assert.Throws<FormatException>(() => (s_shipped with { States = [s_shipped.States[0] with { StdDev = 0.1 }, .. s_shipped.States.Skip(1)] }).Validated());
        Assert.Throws<FormatException>(() => (s_shipped with { States = [s_shipped.States[0] with { Mean = double.NaN }, .. s_shipped.States.Skip(1)] }).Validated());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{ \"version\": 1 }")]
    public void A_file_that_is_no_model_is_refused(string text) =>
        Assert.Throws<FormatException>(() => HmmModel.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), 1));

    private static HmmModel Reread(HmmModel model)
    {
        var file = new MemoryStream();
        model.Write(file);
        file.Position = 0;
        return HmmModel.Read(file, 1);
    }
}
