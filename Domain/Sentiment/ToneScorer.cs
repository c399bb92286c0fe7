namespace GoldenSignals.Domain.Sentiment;

/// <summary>The tone of a short text by a lexicon and five rules: -1 (bad) … 1 (good), 0 where no word has a tone. Pure, allocates nothing.</summary>
/// <remarks>
/// The published rules and constants of VADER:
/// <code>
/// word      v  = tone of the word in the lexicon
/// capitals  v += 0.733·sign(v)              where the word is in capitals and another of the text is not
/// boosters  v ± 0.293·sign(v)·(1, 0.95, 0.9) for a booster (+) or dampener (−) one, two, three words before; in capitals 0.733 more
/// negation  v · −0.74                       for each negation one, two or three words before
/// contrast  v · ½ before, v · 1.5 after     the first "but"
/// s = Σ v;  s += sign(s)·(0.292·min(4, number of !) + question marks: 0.18 each of 2 or 3, 0.96 for more)
/// tone = s / √(s² + 15)
/// </code>
/// A word of tone in between is no booster, and "no" before a word of tone counts as negation only. Fixed phrases ("at least", "never so",
/// "profit warning") stand in the lexicon and count as one word: that replaces the published special cases of "least", "never" and idioms.
/// Source: Hutto and Gilbert, VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social Media Text (2014).
/// </remarks>
public sealed class ToneScorer(Lexicon lexicon)
{
    private const double Capitals = 0.733, Booster = 0.293, Negation = -0.74, BeforeContrast = 0.5, AfterContrast = 1.5;
    private const double Exclamation = 0.292, Question = 0.18, ManyQuestions = 0.96, Normalizer = 15;

    public Lexicon Lexicon => lexicon;

    /// <summary>With <see cref="Lexicon.Default"/>.</summary>
    public static ToneScorer Default { get; } = new(Lexicon.Default);

    /// <summary>-1…1.</summary>
    public double Score(ReadOnlySpan<char> text)
    {
        bool mixed = MixesCapitals(text);
        double sum = 0, weight = 1;
        Word one = default, two = default, three = default;         // the words before, nearest first
        var words = new Words(lexicon, text);
        bool any = words.MoveNext();
        while (any)
        {
            Word word = words.Current;
            any = words.MoveNext();
            LexiconEntry entry = word.Entry;
            if (entry.Contrasts && weight == 1)
                (sum, weight) = (sum * BeforeContrast, AfterContrast);
            else if (entry.HasTone && !(entry.Negates && any && words.Current.Entry.HasTone))
            {
                double tone = entry.Tone + (mixed && word.InCapitals ? Math.CopySign(Capitals, entry.Tone) : 0);
                tone = Changed(tone, one, 1, mixed);
                tone = Changed(tone, two, 0.95, mixed);
                tone = Changed(tone, three, 0.9, mixed);
                sum += weight * tone;
            }
            (one, two, three) = (word, one, two);
        }
        if (sum != 0)
            sum += Math.CopySign(Emphasis(text), sum);
        return sum / Math.Sqrt(sum * sum + Normalizer);
    }

    /// <summary>A tone after what one of the words before it does to it.</summary>
    /// <param name="share">Of a booster's strength that is left at its distance.</param>
    private static double Changed(double tone, in Word before, double share, bool mixed)
    {
        LexiconEntry entry = before.Entry;
        if (entry.Boost != 0)
        {
            double strength = Booster + (mixed && before.InCapitals ? Capitals : 0);
            tone += Math.CopySign(strength * share, tone) * entry.Boost;
        }
        return entry.Negates ? tone * Negation : tone;
    }

    private static double Emphasis(ReadOnlySpan<char> text)
    {
        int questions = text.Count('?');
        return Exclamation * Math.Min(4, text.Count('!')) + (questions switch { < 2 => 0, <= 3 => questions * Question, _ => ManyQuestions });
    }

    /// <summary>Whether some words are in capitals and some are not; only then do capitals emphasise.</summary>
    private bool MixesCapitals(ReadOnlySpan<char> text)
    {
        bool some = false, others = false;
        var words = new Words(lexicon, text);
        while (words.MoveNext())
        {
            some |= words.Current.InCapitals;
            others |= !words.Current.InCapitals;
        }
        return some && others;
    }
}
