using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using GoldenSignals.Domain.Regime;
using GoldenSignals.Domain.Tests.Support;
using GoldenSignals.Grid.Tests.Support;
using GoldenSignals.Silo.Commands;

namespace GoldenSignals.Grid.Tests;

/// <summary><c>fit-hmm</c>: bars of files up to a date in, parameters out.</summary>
public sealed class FitHmmCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Bars_after_the_date_do_not_count()
    {
        DateOnly until = new(2021, 12, 31);
        string whole = Daily("A_whole.csv", 1200), first = Daily("A_first.csv", 731);            // 2020-01-01 to 2021-12-31
        HmmModel one = await FitHmmCommand.Fit([whole], until, 1, default), two = await FitHmmCommand.Fit([first], until, 1, default);
        Assert.Equal((731 - (NormalisedReturn.WarmUp - 1), new DateOnly(2020, 1, 1), until), (one.Observations, one.From, one.Until));
        Assert.Equal(["A"], one.FittedOn);
        Assert.Equal(two.States, one.States);
        Assert.Equal(two.Transitions, one.Transitions);
    }

    [Fact]
    public async Task Too_few_bars_are_refused_with_what_is_needed()
    {
        var wrong = await Assert.ThrowsAsync<ValidationException>(() => FitHmmCommand.Fit([Daily("A.csv", 400)], new(2030, 1, 1), 1, default));
        Assert.Contains("300 are needed", wrong.Message, StringComparison.Ordinal);
    }

    [SharedDataFact]
    public async Task The_shipped_parameters_are_what_it_makes_of_the_daily_data_until_2010()
    {
        HmmModel shipped = HmmModel.Shipped(1), fitted = await FitHmmCommand.Fit([SharedData.PathOf("daily")], shipped.Until, 1, default);
        Assert.Equal((shipped.Observations, shipped.From), (fitted.Observations, fitted.From));
        Assert.Equal(shipped.FittedOn, fitted.FittedOn);
        Assert.Equal(shipped.LogLikelihood, fitted.LogLikelihood, 1e-3);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(shipped.States[i].StdDev, fitted.States[i].StdDev, 1e-6);
            Assert.Equal(shipped.Transitions[i][i], fitted.Transitions[i][i], 1e-6);
        }
    }

    private string Daily(string name, int count)
    {
        var text = new StringBuilder("timestamp,open,high,low,close,volume\n");
        var bars = SomeBars.Random(1, count);
        for (int i = 0; i < count; i++)
            text.Append(CultureInfo.InvariantCulture, $"{new DateTime(2020, 1, 1).AddDays(i):yyyy-MM-dd},{bars[i].Open:R},{bars[i].High:R},{bars[i].Low:R},{bars[i].Close:R},1\n");
        return _folder.File(name, text.ToString());
    }
}
