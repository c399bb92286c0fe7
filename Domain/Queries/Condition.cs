using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Queries;

/// <summary>What a symbol is to fit at the close of a bar, such as <c>action = BUY and (rsi_14 &lt; 35 or score &gt; 0.5)</c>.</summary>
/// <remarks>
/// Fields: <c>symbol</c>, <c>action</c> (BUY, SELL, HOLD) and <c>reason</c>, with = != in (A, B); <c>score confidence price open high low volume</c> and every
/// indicator, with = != &lt; &lt;= &gt; &gt;= and numbers. <c>and</c> binds closer than <c>or</c>; <c>not</c> and brackets as usual. An indicator that is not there yet fits no comparison.
/// </remarks>
public sealed class Condition
{
    /// <summary>Longest text, and most comparisons, that a condition may have.</summary>
    public const int MaxLength = 1_000, MaxCost = 32;

    private readonly Func<Decision, Bar, bool> _fits;

    private Condition(Func<Decision, Bar, bool> fits, int cost) => (_fits, Cost) = (fits, cost);

    /// <summary>Comparisons, 1…<see cref="MaxCost"/>; each value of an <c>in</c> is one.</summary>
    public int Cost { get; }

    public bool Fits(Decision decision, Bar bar) => _fits(decision, bar);

    /// <exception cref="FormatException">It says what is wrong, and where.</exception>
    public static Condition Parse(string text)
    {
        if (text.Length > MaxLength)
            throw new FormatException($"a condition has up to {MaxLength} characters");
        var words = new ConditionWords(text);
        int cost = 0;
        Func<Decision, Bar, bool> fits = Or(words, ref cost);
        words.End();
        return new(fits, cost);
    }

    private static Func<Decision, Bar, bool> Or(ConditionWords words, ref int cost)
    {
        Func<Decision, Bar, bool> left = And(words, ref cost);
        while (words.Take("or"))
        {
            (Func<Decision, Bar, bool> one, Func<Decision, Bar, bool> other) = (left, And(words, ref cost));
            left = (decision, bar) => one(decision, bar) || other(decision, bar);
        }
        return left;
    }

    private static Func<Decision, Bar, bool> And(ConditionWords words, ref int cost)
    {
        Func<Decision, Bar, bool> left = Not(words, ref cost);
        while (words.Take("and"))
        {
            (Func<Decision, Bar, bool> one, Func<Decision, Bar, bool> other) = (left, Not(words, ref cost));
            left = (decision, bar) => one(decision, bar) && other(decision, bar);
        }
        return left;
    }

    private static Func<Decision, Bar, bool> Not(ConditionWords words, ref int cost)
    {
        using ConditionWords.Depth depth = words.Deeper();
        if (words.Take("not"))
        {
            Func<Decision, Bar, bool> other = Not(words, ref cost);
            return (decision, bar) => !other(decision, bar);
        }
        if (!words.Take("("))
            return Comparison(words, ref cost);
        Func<Decision, Bar, bool> inner = Or(words, ref cost);
        words.Require(")");
        return inner;
    }

    private static Func<Decision, Bar, bool> Comparison(ConditionWords words, ref int cost)
    {
        string field = words.Name();
        Func<Decision, Bar, bool> fits = field switch
        {
            "symbol" => Words(words, ref cost, decision => decision.Symbol, value => value),
            "reason" => Words(words, ref cost, decision => decision.Reason, value => value),
            "action" => Words(words, ref cost, decision => ActionName(decision.Action), value => value.ToUpperInvariant() is "BUY" or "SELL" or "HOLD" ? value.ToUpperInvariant() : throw words.Wrong("an action is BUY, SELL or HOLD")),
            "score" => Number(words, ref cost, (decision, _) => decision.Score),
            "confidence" => Number(words, ref cost, (decision, _) => decision.Confidence),
            "price" => Number(words, ref cost, (decision, _) => decision.Price),
            "open" => Number(words, ref cost, (_, bar) => bar.Open),
            "high" => Number(words, ref cost, (_, bar) => bar.High),
            "low" => Number(words, ref cost, (_, bar) => bar.Low),
            "volume" => Number(words, ref cost, (_, bar) => bar.Volume),
            _ when IndicatorCatalog.Find(field) is { } column => Number(words, ref cost, (decision, _) => decision.Indicators[column.Index]),
            _ => throw words.Wrong($"there is no field {field}"),
        };
        return cost <= MaxCost ? fits : throw words.Wrong($"a condition has up to {MaxCost} comparisons");
    }

    private static Func<Decision, Bar, bool> Words(ConditionWords words, ref int cost, Func<Decision, string> field, Func<string, string> valid)
    {
        if (words.Take("in"))
        {
            words.Require("(");
            var values = new HashSet<string>(StringComparer.Ordinal);
            do
            {
                values.Add(valid(words.Value()));
                cost++;
            }
            while (words.Take(","));
            words.Require(")");
            return (decision, _) => values.Contains(field(decision));
        }
        bool equal = words.Take("=");
        if (!equal)
            words.Require("!=");
        string value = valid(words.Value());
        cost++;
        return (decision, _) => string.Equals(field(decision), value, StringComparison.Ordinal) == equal;
    }

    private static Func<Decision, Bar, bool> Number(ConditionWords words, ref int cost, Func<Decision, Bar, double> field)
    {
        string comparison = words.Operator();
        double value = words.Number();
        cost++;
        // NaN is "not yet": it fits nothing, not even !=.
        return comparison switch
        {
            "<" => (decision, bar) => field(decision, bar) < value,
            "<=" => (decision, bar) => field(decision, bar) <= value,
            ">" => (decision, bar) => field(decision, bar) > value,
            ">=" => (decision, bar) => field(decision, bar) >= value,
            "=" => (decision, bar) => field(decision, bar) == value,
            _ => (decision, bar) => field(decision, bar) is var now && now != value && !double.IsNaN(now),
        };
    }

    private static string ActionName(SignalAction action) => action switch { SignalAction.Buy => "BUY", SignalAction.Sell => "SELL", _ => "HOLD" };
}
