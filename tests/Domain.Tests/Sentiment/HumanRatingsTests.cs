using System.Globalization;
using System.IO.Compression;
using GoldenSignals.Domain.Sentiment;
using GoldenSignals.Domain.Tests.Support;
using Xunit.Abstractions;

namespace GoldenSignals.Domain.Tests.Sentiment;

/// <summary>The scorer against people: the mean of 20 raters for each of 5190 snippets of editorials (Hutto and Gilbert 2014).</summary>
public class HumanRatingsTests(ITestOutputHelper output)
{
    [SharedDataFact]
    public void The_published_lexicon_agrees_with_people_as_the_published_scorer_does()
    {
        Lexicon published = LexiconText.Parse(Text("sentiment/vader_lexicon.csv.gz"), "vader_lexicon.csv");
        Assert.True(Correlation(published) >= 0.47);
    }

    [SharedDataFact]
    public void Our_own_lexicon_agrees_with_people_too() => Assert.True(Correlation(Lexicon.Default) >= 0.47);

    /// <summary>Pearson's r between tone and rating, printed with its 95 % interval: tanh(atanh r ± 1.96 / √(n − 3)), Fisher (1915).</summary>
    private double Correlation(Lexicon lexicon)
    {
        var scorer = new ToneScorer(lexicon);
        (double Rating, string Snippet)[] rated = Rated();
        Assert.Equal(5190, rated.Length);
        double[] tones = [.. rated.Select(item => scorer.Score(item.Snippet))], ratings = [.. rated.Select(item => item.Rating)];
        double meanTone = tones.Average(), meanRating = ratings.Average();
        double r = tones.Zip(ratings, (tone, rating) => (tone - meanTone) * (rating - meanRating)).Sum()
            / Math.Sqrt(tones.Sum(tone => (tone - meanTone) * (tone - meanTone)) * ratings.Sum(rating => (rating - meanRating) * (rating - meanRating)));
        double half = 1.959964 / Math.Sqrt(rated.Length - 3);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{lexicon.Name}, {lexicon.Count} entries: r = {r:F4}, 95 % interval {Math.Tanh(Math.Atanh(r) - half):F4} … {Math.Tanh(Math.Atanh(r) + half):F4}, n = {rated.Length}, {tones.Count(tone => tone == 0)} without tone"));
        return r;
    }

    private static (double, string)[] Rated() =>
    [
        .. from line in Text("sentiment/vader_groundtruth_nytEditorialSnippets.csv.gz").Split('\n').Skip(1)
           where line.Length > 0
           let cells = line.TrimEnd('\r').Split(',', 3)
           let text = cells[2] is ['"', .., '"'] quoted ? quoted[1..^1].Replace("\"\"", "\"") : cells[2]
           select (double.Parse(cells[1], CultureInfo.InvariantCulture), text),
    ];

    private static string Text(string name)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedData.PathOf(name)), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }
}
