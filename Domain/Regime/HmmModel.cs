using System.Globalization;
using System.Text.Json;

namespace GoldenSignals.Domain.Regime;

/// <summary>A hidden Markov model with Gaussian states, as it lies in a versioned file. Immutable, shared by all symbols.</summary>
/// <param name="Version">Names the parameters: a new fit is a new version, so that what a decision rested on can be named.</param>
/// <param name="FittedOn">The symbols whose bars it was fitted on.</param>
/// <param name="From">Session date of the first bar that it was fitted on.</param>
/// <param name="Until">The last session date that it was allowed to see: bars after it are out of sample.</param>
/// <param name="Observations">Normalised returns that it was fitted on.</param>
/// <param name="LogLikelihood">Of those, in nats.</param>
/// <param name="States">Rising in their standard deviation.</param>
/// <param name="Transitions">Row i, column j: probability that state j follows state i; each row sums to 1.</param>
public sealed record HmmModel(
    int Version,
    IReadOnlyList<string> FittedOn,
    DateOnly From,
    DateOnly Until,
    int Observations,
    double LogLikelihood,
    IReadOnlyList<HmmState> States,
    double[][] Transitions)
{
    /// <summary>Narrower states are refused: at <see cref="NormalisedReturn.Limit"/> their density would be 0 in floating point.</summary>
    public const double LeastStdDev = 0.3;

    private static readonly JsonSerializerOptions s_format = new(JsonSerializerDefaults.Web) { WriteIndented = true, RespectRequiredConstructorParameters = true };

    /// <summary>The parameters that ship as <c>hmm-v{version}.json</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are none of that version.</exception>
    public static HmmModel Shipped(int version)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{typeof(HmmModel).Namespace}.hmm-v{version}.json");
        using Stream file = typeof(HmmModel).Assembly.GetManifestResourceStream(name)
            ?? throw new ArgumentOutOfRangeException(nameof(version), version, "no parameters of that version are shipped");
        return Read(file, version);
    }

    /// <exception cref="FormatException">The file is no model of this version, or its numbers are not what they should be.</exception>
    public static HmmModel Read(Stream file, int version)
    {
        HmmModel model;
        try
        {
            model = JsonSerializer.Deserialize<HmmModel>(file, s_format) ?? throw new FormatException("the file of the hidden Markov model is empty");
        }
        catch (JsonException wrong)
        {
            throw new FormatException($"the file of the hidden Markov model cannot be read: {wrong.Message}", wrong);
        }
        return model.Version == version
            ? model.Validated()
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"the file holds version {model.Version} of the hidden Markov model, expected version {version}"));
    }

    public void Write(Stream file) => JsonSerializer.Serialize(file, Validated(), s_format);

    /// <exception cref="FormatException">Fewer than two states, a state too narrow, or a row of transitions that is no distribution.</exception>
    public HmmModel Validated()
    {
        if (States.Count < 2 || States.Any(state => !(state.StdDev >= LeastStdDev) || !double.IsFinite(state.StdDev) || !double.IsFinite(state.Mean)))
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"a hidden Markov model has two states or more, each with a finite mean and a standard deviation of {LeastStdDev} or more"));
        if (Transitions.Length != States.Count || Transitions.Any(row => row.Length != States.Count || !row.All(p => p > 0) || !(Math.Abs(row.Sum() - 1) < 1e-9)))
            throw new FormatException("the transitions of a hidden Markov model are one row for each state, all above 0, summing to 1");
        return this;
    }
}

/// <summary>One state of the model.</summary>
/// <param name="Mean">Of the normalised return.</param>
/// <param name="StdDev">Of the normalised return, where 1 is the symbol's mean absolute return.</param>
public sealed record HmmState(string Name, double Mean, double StdDev);
