using System.CommandLine;
using System.Globalization;
using GoldenSignals.Domain.Options;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.Silo.Commands;

/// <summary>The options of commands that read option chains from files, which do not tell rate, dividends and style.</summary>
internal sealed class ChainOptions
{
    private const double LeastRate = -0.5;                          // a year that takes more is a slip

    private readonly Option<double?> _rate = Fraction("--rate", "Riskless rate of the option chains, continuously compounded: 0.05 is 5 % a year",
        "-0.5 to 1", rate => rate >= LeastRate && Allowed(new(Rate: rate)));
    private readonly Option<double?> _yield = Fraction("--dividend-yield", "Dividend yield of the option chains, the same way",
        "-1 to 1", dividendYield => Allowed(new(DividendYield: dividendYield)));
    private readonly Option<bool> _european = new("--european") { Description = "The options are European; default: American, whose prices are bounds only" };

    public ChainOptions(Command command)
    {
        command.Add(_rate);
        command.Add(_yield);
        command.Add(_european);
    }

    public ChainTerms Of(ParseResult parsed) => new(
        parsed.GetValue(_rate) ?? double.NaN, parsed.GetValue(_yield) ?? double.NaN, parsed.GetValue(_european) ? ExerciseStyle.European : ExerciseStyle.American);

    /// <summary>Whether a chain may have them, as it says itself.</summary>
    private static bool Allowed(ChainTerms terms) =>
        terms.Chain("A", DateTime.UnixEpoch, [new(DateTime.UnixEpoch, 1, OptionRight.Call, 1, 1)], double.NaN).Refusal() is null;

    /// <param name="range">What is allowed, in words.</param>
    private static Option<double?> Fraction(string name, string description, string range, Func<double, bool> allowed) => new(name)
    {
        Description = $"{description}; {range}",
        HelpName = "FRACTION",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double fraction) && !double.IsNaN(fraction) && allowed(fraction))
                return fraction;
            result.AddError($"{name} takes a fraction a year, {range}, not '{text}'");
            return null;
        },
    };
}
