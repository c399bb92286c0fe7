using System.CommandLine;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Regime;
using GoldenSignals.Silo.Feeds;
using GoldenSignals.Silo.Replay;

namespace GoldenSignals.Silo.Commands;

/// <summary><c>fit-hmm PATH…</c>: fits the regime model to the bars of files up to a date and writes its parameters.</summary>
public static class FitHmmCommand
{
    private static readonly string[] s_states = ["calm", "normal", "turbulent"];

    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = "CSV files (.csv, .csv.gz), folders or globs of bars or a wide table of closes", Arity = ArgumentArity.OneOrMore };
        var until = new Option<DateOnly>("--until")
        {
            Description = "Last session date to fit on; later bars stay out of sample",
            HelpName = "YYYY-MM-DD",
            Required = true,
            CustomParser = result =>
            {
                if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
                    return date;
                result.AddError($"--until takes a date as 2010-12-31, not '{result.Tokens[0].Value}'");
                return default;
            },
        };
        var number = new Option<int>("--number")
        {
            Description = "Version that the parameters are to carry", DefaultValueFactory = _ => 1,
            Validators = { result => CommandLine.Require(result, result.Tokens is not [.., var token] || int.TryParse(token.Value, out int value) && value >= 1, "--number takes 1 or more") },
        };
        var output = CommandLine.File("--out", "Write the parameters (JSON) to this file");
        output.Required = true;

        var command = new Command("fit-hmm", "Fit the regime model (hidden Markov, 3 states) to bars of files") { paths, until, number, output };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var file = new WholeFile(parsed.GetValue(output)!);
            HmmModel model = await Fit(parsed.GetValue(paths)!, parsed.GetValue(until), parsed.GetValue(number), cancel);
            model.Write(file.Content);
            await file.Complete();
            Print(model);
            return CommandLine.Done;
        });
        return command;
    }

    /// <exception cref="FeedException">A file cannot be read as market data.</exception>
    /// <exception cref="ValidationException">The files hold too few bars up to the date.</exception>
    public static async Task<HmmModel> Fit(IReadOnlyList<string> paths, DateOnly until, int version, CancellationToken cancel)
    {
        var closes = new SortedDictionary<string, List<double>>(StringComparer.Ordinal);
        DateOnly from = DateOnly.MaxValue;
        await foreach (FeedBatch batch in new CsvReplay(new CsvReplay.Options { Paths = paths }).Read(cancel))
            foreach (SymbolBar bar in batch.Bars.Span)
            {
                DateOnly date = DateOnly.FromDateTime(bar.Bar.OpenTimeUtc);
                if (date > until)
                    continue;
                if (!closes.TryGetValue(bar.Symbol, out List<double>? series))
                    closes[bar.Symbol] = series = [];
                series.Add(bar.Bar.Close);
                from = date < from ? date : from;
            }

        (string Symbol, double[] Returns)[] fitted = [.. closes.Select(series => (series.Key, NormalisedReturn.Over(series.Value))).Where(series => series.Item2.Length > 0)];
        int observations = fitted.Sum(series => series.Returns.Length), needed = 100 * s_states.Length;
        if (observations < needed)
            throw new ValidationException(string.Create(CultureInfo.InvariantCulture,
                $"{observations} normalised returns until {until:yyyy-MM-dd} are too few to fit {s_states.Length} states: {needed} are needed, each symbol gives its bars less {NormalisedReturn.WarmUp - 1}"));

        HmmFit fit = new HmmFit([.. fitted.Select(series => series.Returns)], s_states.Length).Run();
        var (means, deviations, transitions) = fit.Parameters();
        return new(version, [.. fitted.Select(series => series.Symbol)], from, until, observations, fit.LogLikelihoods[^1],
            [.. s_states.Select((name, j) => new HmmState(name, means[j], deviations[j]))], transitions);
    }

    private static void Print(HmmModel model)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{model.Observations:N0} returns of {model.FittedOn.Count} symbols, {model.From:yyyy-MM-dd} to {model.Until:yyyy-MM-dd}; log-likelihood {model.LogLikelihood:F1}"));
        for (int i = 0; i < model.States.Count; i++)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{model.States[i].Name,-10} mean {model.States[i].Mean,7:F4}  deviation {model.States[i].StdDev:F4}  stays {model.Transitions[i][i]:F4}"));
    }
}
