using GoldenSignals.Domain.Sentiment;

namespace GoldenSignals.Domain.Tests.Sentiment;

public class ToneScorerTests
{
    /// <summary>Three words and the published constants, so that each value is computed by hand.</summary>
    private static readonly ToneScorer s_scorer = new(new Lexicon("test", new Dictionary<string, LexiconEntry>
    {
        ["good"] = new(2),
        ["bad"] = new(-2.5),
        ["warning"] = new(-1),
        ["no"] = new(-1.2, Negates: true),
        ["not"] = new(Negates: true),
        ["very"] = new(Boost: 1),
        ["slightly"] = new(Boost: -1),
        ["incredible"] = new(3, Boost: 1),
        ["but"] = new(Contrasts: true),
        ["profit warning"] = new(-3),
        ["no longer bad"] = new(1),
        ["at good"] = default,
        [":)"] = new(2),
    }));

    private static void AssertSum(double sum, string text) => Assert.Equal(sum / Math.Sqrt(sum * sum + 15), s_scorer.Score(text), 14);

    [Theory]
    [InlineData("", 0)]
    [InlineData("  \t ... !!! ??", 0)]
    [InlineData("The company met on Tuesday", 0)]
    [InlineData("good", 2)]
    [InlineData("Good results", 2)]
    [InlineData("(good), \"good\"", 4)]
    [InlineData("results—good", 2)]
    [InlineData("good bad", -0.5)]
    [InlineData("goods", 0)]
    public void Adds_up_the_words_of_tone(string text, double sum) => AssertSum(sum, text);

    [Fact]
    public void Normalises_as_published() => Assert.Equal(0.4588, s_scorer.Score("good"), 4);   // 2 / √19

    [Theory]
    [InlineData("very good", 2 + 0.293)]
    [InlineData("very bad", -2.5 - 0.293)]
    [InlineData("very much good", 2 + 0.95 * 0.293)]
    [InlineData("very much the good", 2 + 0.9 * 0.293)]
    [InlineData("very much of the good", 2)]
    [InlineData("very very good", 2 + 1.95 * 0.293)]
    [InlineData("slightly good", 2 - 0.293)]
    [InlineData("slightly bad", -2.5 + 0.293)]
    [InlineData("incredible", 0)]
    [InlineData("incredible good", 2 + 0.293)]
    [InlineData("good very", 2)]
    public void Boosters_reach_three_words_ahead_and_fade(string text, double sum) => AssertSum(sum, text);

    [Theory]
    [InlineData("not good", 2 * -0.74)]
    [InlineData("not bad", -2.5 * -0.74)]
    [InlineData("not a good day", 2 * -0.74)]
    [InlineData("not in a good day", 2 * -0.74)]
    [InlineData("not in such a good day", 2)]
    [InlineData("isn't good", 2 * -0.74)]
    [InlineData("ISN’T good", 2 * -0.74)]
    [InlineData("good not", 2)]
    [InlineData("not not good", 2 * 0.74 * 0.74)]
    [InlineData("not very good", (2 + 0.293) * -0.74)]
    [InlineData("very not good", 2 * -0.74 - 0.95 * 0.293)]
    [InlineData("ant good", 2)]
    public void Negation_turns_the_tone_of_the_next_three_words(string text, double sum) => AssertSum(sum, text);

    [Theory]
    [InlineData("no", -1.2)]
    [InlineData("no deal", -1.2)]
    [InlineData("no good", 2 * -0.74)]
    public void A_no_before_a_word_of_tone_is_negation_only(string text, double sum) => AssertSum(sum, text);

    [Theory]
    [InlineData("good but bad", 1 + 1.5 * -2.5)]
    [InlineData("bad, but good", -1.25 + 3)]
    [InlineData("good but bad but good", 1 + 1.5 * -2.5 + 3)]
    [InlineData("but good", 3)]
    public void What_follows_but_outweighs_what_came_before(string text, double sum) => AssertSum(sum, text);

    [Theory]
    [InlineData("GOOD news", 2.733)]
    [InlineData("BAD news", -3.233)]
    [InlineData("GOOD NEWS", 2)]
    [InlineData("IBM good", 2)]
    [InlineData("VERY good", 2 + 0.293 + 0.733)]
    [InlineData("Good news", 2)]
    [InlineData("GOOD 2024", 2.733)]
    public void Capitals_emphasise_where_other_words_are_not_in_capitals(string text, double sum) => AssertSum(sum, text);

    [Theory]
    [InlineData("good!", 2.292)]
    [InlineData("bad!", -2.792)]
    [InlineData("good!!!!", 2 + 4 * 0.292)]
    [InlineData("good!!!!!!!!", 2 + 4 * 0.292)]
    [InlineData("good?", 2)]
    [InlineData("good??", 2.36)]
    [InlineData("bad???", -2.5 - 0.54)]
    [InlineData("good????", 2.96)]
    [InlineData("good!?!?", 2 + 2 * 0.292 + 0.36)]
    public void Punctuation_emphasises(string text, double sum) => AssertSum(sum, text);

    [Theory]
    [InlineData("profit warning", -3)]
    [InlineData("issues Profit Warning.", -3)]
    [InlineData("profit  warning", -1)]
    [InlineData("profit, warning", -1)]
    [InlineData("profit", 0)]
    [InlineData("very profit warning", -3.293)]
    [InlineData("no longer bad", 1)]
    [InlineData("no longer", -1.2)]
    [InlineData("at good", 0)]
    [InlineData("at good good", 2)]
    [InlineData("rather :) here", 2)]
    public void A_phrase_is_one_word(string text, double sum) => AssertSum(sum, text);

    [Fact]
    public void Allocates_nothing()
    {
        const string text = "Very GOOD results, but isn't it a profit warning at the worst of times? Shares plunge 12%!";
        double sum = ToneScorer.Default.Score(text);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            sum += ToneScorer.Default.Score(text);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(double.IsFinite(sum));
    }

    [Fact]
    public void Any_text_has_a_tone_within_its_range()
    {
        const string signs = "good bad no very but NOT ! ? ’ ' — ,.\t\n:)\ud83d\ude80\0isn't profit warning";
        var random = new Random(3);
        for (int i = 0; i < 3000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => random.Next(4) == 0
                ? signs.Split(' ')[random.Next(13)] + " " : signs[random.Next(signs.Length)].ToString()));
            double tone = s_scorer.Score(text);
            Assert.True(tone is > -1 and < 1, $"{tone}: {text}");
            Assert.Equal(tone, s_scorer.Score(" " + text + " \n"));
        }
    }

    [Theory]
    [InlineData("Acme beats estimates and raises guidance", 1)]
    [InlineData("Acme misses estimates, cuts outlook", -1)]
    [InlineData("Acme shares plunge after fraud probe", -1)]
    [InlineData("Acme posts record profit as demand surges", 1)]
    [InlineData("Acme fails to win approval for its drug", -1)]
    [InlineData("Acme isn't expected to default", 1)]
    [InlineData("Acme to hold its annual meeting on May 5", 0)]
    [InlineData("Strong quarter, but Acme slashes guidance", -1)]
    [InlineData("Acme loses less than feared", -1)]
    public void Our_lexicon_reads_headlines(string headline, int sign) => Assert.Equal(sign, Math.Sign(ToneScorer.Default.Score(headline)));
}
