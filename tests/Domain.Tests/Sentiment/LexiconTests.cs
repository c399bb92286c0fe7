using GoldenSignals.Domain.Sentiment;

namespace GoldenSignals.Domain.Tests.Sentiment;

public class LexiconTests
{
    private static LexiconEntry Entry(Lexicon lexicon, string words)
    {
        Assert.True(lexicon.TryFind(words, out LexiconEntry entry), $"no '{words}'");
        return entry;
    }

    [Fact]
    public void Reads_our_own_format()
    {
        Lexicon lexicon = LexiconText.Parse("\uFEFF# lexicon mine 3\r\n# a comment\r\n\r\nbeat|beats\t1.8\r\nprofit warning\t-2.9\r\nvery\tbooster\r\na bit\tdampener\r\nnot\tnegation\r\nbut\tcontrast\r\nat least\tneutral", "x.tsv");
        Assert.Equal(("mine 3", 8), (lexicon.Name, lexicon.Count));
        Assert.Equal(new LexiconEntry(1.8), Entry(lexicon, "BEATS"));
        Assert.Equal(new LexiconEntry(-2.9), Entry(lexicon, "profit warning"));
        Assert.Equal(new LexiconEntry(Boost: 1), Entry(lexicon, "very"));
        Assert.Equal(new LexiconEntry(Boost: -1), Entry(lexicon, "a bit"));
        Assert.Equal(new LexiconEntry(Negates: true), Entry(lexicon, "not"));
        Assert.Equal(new LexiconEntry(Contrasts: true), Entry(lexicon, "but"));
        Assert.Equal(default, Entry(lexicon, "at least"));
        Assert.False(lexicon.TryFind("profit", out _));
        Assert.Equal((2, 2, 1), (lexicon.LongestPhraseFrom("Profit"), lexicon.LongestPhraseFrom("a"), lexicon.LongestPhraseFrom("beat")));
    }

    [Theory]
    [InlineData("# lexicon x 1\ngood 2", "x.tsv:2: expected forms, one tab")]
    [InlineData("# lexicon x 1\ngood\t2\t3", "x.tsv:2: expected forms, one tab")]
    [InlineData("# lexicon x 1\n#\ngood\tgreat", "x.tsv:3: found 'great', expected a tone")]
    [InlineData("# lexicon x 1\ngood\t4.1", "x.tsv:2: found '4.1'")]
    [InlineData("# lexicon x 1\ngood\tNaN", "x.tsv:2: found 'NaN'")]
    [InlineData("# lexicon x 1\ngood\t0", "x.tsv:2: found '0'")]
    [InlineData("# lexicon x 1\ngood\t1,5", "x.tsv:2: found '1,5'")]
    [InlineData("# lexicon x 1\ngood|\t1", "x.tsv:2: found the form ''")]
    [InlineData("# lexicon x 1\nvery  good\t1", "x.tsv:2: found the form 'very  good'")]
    [InlineData("# lexicon x 1\ngood\t1\nbad|GOOD\t-1", "x.tsv:3: the form 'GOOD' stands there twice")]
    [InlineData("# lexicon x 1\n# nothing\n", "x.tsv:1: the lexicon has no entry")]
    [InlineData("", "x.tsv:1: the lexicon has no entry")]
    [InlineData("good\t1.9", "x.tsv:1: expected a token, its mean tone")]
    [InlineData("good\t1.9\t0.9\nbad\tx\t1", "x.tsv:2: expected a token")]
    [InlineData("token,mean_valence,sd\ngood", "x.tsv:2: expected a token")]
    [InlineData("token,mean_valence,sd\n", "x.tsv:1: the lexicon has no entry")]
    public void Refuses_what_is_none_and_names_the_line(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<FormatException>(() => LexiconText.Parse(text, "x.tsv")).Message, StringComparison.Ordinal);

    // Lines as the published lexicon has them (Hutto and Gilbert 2014).
    [Theory]
    [InlineData("$:\t-1.5\t0.80623\t[-1, -1, -1, -1, -3, -1, -3, -1, -2, -1]\ngood\t1.9\t0.9434\t[2, 1, 1, 3, 2, 4, 2, 2, 1, 1]\n,-:\t1.2\t0.4\t[1]\nlmao\t2.0\t1\t[1]\nLMAO\t2.9\t1\t[1]\n")]
    [InlineData("token,mean_valence,sd\n$:,-1.5,0.80623\ngood,1.9,0.9434\n\",-:\",1.2,0.4\nlmao,2.0,1\nLMAO,2.9,1\n")]
    public void Reads_the_published_lexicon_as_text_and_as_table(string text)
    {
        Lexicon lexicon = LexiconText.Parse(text, "published.txt");
        Assert.Equal("published.txt", lexicon.Name);
        Assert.Equal(4, lexicon.Entries.Count(entry => entry.Value.HasTone));
        Assert.Equal((-1.5, 1.9, 1.2, 2.9), (Entry(lexicon, "$:").Tone, Entry(lexicon, "good").Tone, Entry(lexicon, ",-:").Tone, Entry(lexicon, "lmao").Tone));
        Assert.True(new ToneScorer(lexicon).Score("not very good") < 0);   // boosters and negation are our own
    }

    [Fact]
    public void A_published_tone_of_a_negation_is_kept_with_its_role() =>
        Assert.Equal(new LexiconEntry(-1.2, Negates: true), Entry(LexiconText.Parse("no\t-1.2\t0.6\t[]\n", "p"), "no"));

    [Fact]
    public void The_version_changes_with_any_entry_and_with_nothing_else()
    {
        static string Version(string lines) => LexiconText.Parse("# lexicon x 1\n" + lines, "x").Version;
        Assert.Matches("^[0-9a-f]{8}$", Version("good\t2"));
        Assert.Equal(Version("good\t2\nbad\t-2"), Version("# comment\nBad\t-2.0\r\ngood\t2"));
        string[] versions = [Version("good\t2"), Version("good\t2.1"), Version("goods\t2"), Version("good\tbooster"), Version("good\tdampener"), Version("good\tneutral"),
            Version("good\tnegation"), Version("good\tcontrast"), Version("good\t2\nbad\t-2")];
        Assert.Equal(versions.Length, versions.Distinct().Count());
    }

    [Fact]
    public void Our_own_is_versioned_and_large_and_has_every_role()
    {
        Lexicon own = Lexicon.Default;
        Assert.Matches(@"^goldensignals \d+$", own.Name);
        Assert.True(own.Count > 2000);
        Assert.Contains(own.Entries.Values, entry => entry.Boost == 1);
        Assert.Contains(own.Entries.Values, entry => entry.Boost == -1);
        Assert.Contains(own.Entries.Values, entry => entry.Negates);
        Assert.Contains(own.Entries.Values, entry => entry.Contrasts);
        Assert.InRange(own.Entries.Values.Count(entry => entry.Tone > 0) / (double)own.Entries.Values.Count(entry => entry.Tone < 0), 0.5, 1.5);
        Assert.All(own.Entries.Keys, form => Assert.True(form.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or ' ' or '-'), form));
    }
}
