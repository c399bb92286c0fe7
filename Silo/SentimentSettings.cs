using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Sentiment;

namespace GoldenSignals.Silo;

/// <summary>How headlines are scored. Bound from <c>Sentiment:*</c>.</summary>
public sealed record SentimentSettings
{
    /// <summary>File of the lexicon, in a form that <see cref="LexiconText"/> reads; default: the one that comes with the program.</summary>
    public string? Lexicon { get; init; }

    /// <exception cref="ValidationException">The file cannot be read as a lexicon.</exception>
    public ToneScorer Scorer()
    {
        if (Lexicon is null)
            return ToneScorer.Default;
        try
        {
            return new(LexiconText.Parse(File.ReadAllText(Lexicon), Path.GetFileName(Lexicon)));
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new ValidationException($"Sentiment:Lexicon {Lexicon} cannot be read: {wrong.Message}", wrong);
        }
    }
}
