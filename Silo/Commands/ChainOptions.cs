using System.CommandLine;
using GoldenSignals.Domain.Options;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.Silo.Commands;

/// <summary>The options of commands that read option chains from files, which do not tell rate, dividends and style.</summary>
internal sealed class ChainOptions
{
    private readonly Option<double?> _rate = new("--rate") { Description = "Riskless rate of the option chains, continuously compounded: 0.05 is 5 % a year" };
    private readonly Option<double?> _yield = new("--dividend-yield") { Description = "Dividend yield of the option chains, the same way" };
    private readonly Option<bool> _european = new("--european") { Description = "The options are European; default: American, whose prices are bounds only" };

    public ChainOptions(Command command)
    {
        command.Add(_rate);
        command.Add(_yield);
        command.Add(_european);
    }

    public ChainTerms Of(ParseResult parsed) => new(
        parsed.GetValue(_rate) ?? double.NaN, parsed.GetValue(_yield) ?? double.NaN, parsed.GetValue(_european) ? ExerciseStyle.European : ExerciseStyle.American);
}
