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

    // Words and tones of the published lexicon, and what its authors print for these sentences in the README of vaderSentiment.
    private static readonly ToneScorer s_published = new(LexiconText.Parse(
        "smart\t1.7\t0.78\nhandsome\t2.2\t0.75\nfunny\t1.9\t0.54\ngood\t1.9\t0.94\nhorrible\t-2.5\t0.67\ngreat\t3.1\t0.7\nbad\t-2.5\t0.67\n"
        + "sux\t-1.5\t0.92\nlol\t1.8\t1.47\nuncompelling\t-0.9\t0.7\nsure\t1.3\t0.64\nkind\t2.4\t0.66\n:)\t2.0\t1.18\n:D\t2.3\t1.1\n", "published"));

    [Theory]
    [InlineData("VADER is smart, handsome, and funny.", 0.8316)]
    [InlineData("VADER is smart, handsome, and funny!", 0.8439)]
    [InlineData("VADER is very smart, handsome, and funny.", 0.8545)]
    [InlineData("VADER is VERY SMART, handsome, and FUNNY.", 0.9227)]
    [InlineData("VADER is VERY SMART, handsome, and FUNNY!!!", 0.9342)]
    [InlineData("VADER is VERY SMART, uber handsome, and FRIGGIN FUNNY!!!", 0.9469)]
    [InlineData("VADER is not smart, handsome, nor funny.", -0.7424)]
    [InlineData("The book was good.", 0.4404)]
    [InlineData("At least it isn't a horrible book.", 0.4310)]
    [InlineData("The book was only kind of good.", 0.3832)]
    [InlineData("The plot was good, but the characters are uncompelling and the dialog is not great.", -0.7042)]
    [InlineData("Today SUX!", -0.5461)]
    [InlineData("Today only kinda sux! But I'll get by, lol", 0.5249)]
    [InlineData("Make sure you :) or :D today!", 0.8633)]
    [InlineData("Not bad at all", 0.4310)]
    public void Gives_what_the_authors_print_for_their_examples(string text, double tone) => Assert.Equal(tone, s_published.Score(text), 4);

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
