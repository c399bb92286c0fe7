using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents;

/// <summary>What holds for every agent of the catalogue. A new agent is covered without an edit here.</summary>
public class AgentLaws
{
    public const string KebabCase = "^[a-z0-9]+(-[a-z0-9]+)*$";

    private static readonly MarketView[] s_random = Views.WithSides(SomeBars.Random(seed: 1, count: 700));
    private static readonly MarketView[] s_anyMarket = [.. SomeMarkets.All.SelectMany(bars => Views.Of(bars))];
    private static readonly Lazy<XDocument> s_documentation = new(() =>
        XDocument.Load(Path.ChangeExtension(typeof(AgentCatalog).Assembly.Location, ".xml")));

    public static TheoryData<string> Ids => [.. AgentCatalog.Ids];

    [Theory, MemberData(nameof(Ids))]
    public void Allocates_nothing_per_view(string id)
    {
        IAgent agent = Make(id);
        double sum = Total(agent, s_anyMarket);                     // static fields and compiled code are there from now on
        long before = GC.GetAllocatedBytesForCurrentThread();
        sum += Total(agent, s_anyMarket);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(double.IsFinite(sum));
    }

    [Theory, MemberData(nameof(Ids))]
    public void Abstains_until_every_input_has_a_value(string id)
    {
        IAgent agent = Make(id);
        IReadOnlyList<Column> inputs = [.. Find(id).Inputs.Except(Find(id).Optional)];
        foreach (MarketView view in s_random.TakeWhile(view => inputs.Any(input => double.IsNaN(view[input]))))
            AssertAbstains(agent.Evaluate(view), $"bar {view.BarNumber}");
        if (inputs.Count > 0)
            AssertAbstains(agent.Evaluate(Without(s_random[^1], _ => true)), "no indicator at all");
    }

    [Theory, MemberData(nameof(Ids))]
    public void Abstains_when_any_one_input_is_missing(string id)
    {
        IAgent agent = Make(id);
        foreach (Column input in Find(id).Inputs.Except(Find(id).Optional))
            foreach (MarketView view in s_random.TakeLast(50))
                AssertAbstains(agent.Evaluate(Without(view, column => column == input)), $"without {input}");
    }

    [Theory, MemberData(nameof(Ids))]
    public void Reads_no_column_that_it_does_not_declare(string id)
    {
        IAgent agent = Make(id);
        IReadOnlyList<Column> inputs = Find(id).Inputs;
        foreach (MarketView view in s_random)
            Assert.Equal(Bits(agent.Evaluate(view)), Bits(agent.Evaluate(Without(view, column => !inputs.Contains(column)))));
    }

    [Theory, MemberData(nameof(Ids))]
    public void Is_bounded_and_gives_a_reason_in_any_market(string id)
    {
        foreach (Vote vote in Make(id).Votes(s_anyMarket))
        {
            Assert.True(vote.Direction is >= -1 and <= 1, $"direction {vote.Direction}: {vote.Reason}");
            Assert.True(vote.Confidence is >= 0 and <= 1, $"confidence {vote.Confidence}: {vote.Reason}");
            Assert.True(vote.Scale is >= 0 and <= 1, $"scale {vote.Scale}: {vote.Reason}");
            Assert.Matches(KebabCase, vote.Reason);
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public void Is_deterministic_and_remembers_nothing(string id)
    {
        Vote[] forward = Make(id).Votes(s_anyMarket);
        Vote[] backward = Make(id).Votes([.. s_anyMarket.Reverse()]);
        Assert.Equal(forward.Select(Bits), backward.Reverse().Select(Bits));
    }

    [Theory, MemberData(nameof(Ids))]
    public void Does_not_see_the_future(string id)
    {
        Vote[] all = Make(id).Votes(s_random);
        Vote[] first = Make(id).Votes(Views.WithSides(SomeBars.Random(seed: 1, count: 700).AsSpan(0, 400)));
        Assert.Equal(first.Select(Bits), all.Take(400).Select(Bits));
    }

    [Theory, MemberData(nameof(Ids))]
    public void Gates_never_vote_and_only_who_may_scale_scales(string id)
    {
        AgentDescriptor agent = Find(id);
        foreach (Vote vote in Make(id).Votes([.. s_anyMarket, .. s_random]))
        {
            Assert.True(agent.Kind != AgentKind.Regime || vote is { Confidence: 0, Direction: 0 }, vote.Reason);
            Assert.True(vote.Scale == 1 || agent.Scales && vote.Abstains, vote.Reason);
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public void Agents_of_volume_say_so_when_there_is_none(string id)
    {
        if (Find(id).Kind != AgentKind.Volume)
            return;
        Vote vote = Make(id).Evaluate(Views.Of(SomeMarkets.WithoutVolume)[^1]);
        Assert.Equal((true, "no-volume"), (vote.Abstains, vote.Reason));
    }

    [Theory, MemberData(nameof(Ids))]
    public void Names_its_source_and_documents_its_rule(string id)
    {
        Assert.Matches(@"\p{Lu}\p{L}+", Find(id).Source);
        Assert.Matches(@"\w", Documentation("T", Find(id).AgentType.FullName!));
    }

    [Theory, MemberData(nameof(Ids))]
    public void Every_numeric_option_has_a_range_and_its_documentation_tells_the_default(string id)
    {
        object defaults = Find(id).DefaultOptions();
        foreach (PropertyInfo option in Find(id).OptionsType.GetProperties())
        {
            string text = Documentation("P", $"{Find(id).OptionsType.FullName}.{option.Name}");
            Assert.Matches(@"\w", text);
            if (option.GetValue(defaults) is not (double or float or decimal or int or long) || option.GetValue(defaults) is not IConvertible number)
                continue;
            Assert.True(option.GetCustomAttribute<RangeAttribute>() is not null, $"{option.Name} has no [Range]");
            Match told = Regex.Match(text, @"default (-?\d+(\.\d+)?)");
            Assert.True(told.Success, $"'{text}' does not tell the default of {option.Name}");
            Assert.Equal(number.ToDouble(CultureInfo.InvariantCulture), double.Parse(told.Groups[1].Value, CultureInfo.InvariantCulture));
        }
    }

    private static IAgent Make(string id) => Find(id).Create(Find(id).DefaultOptions());

    private static AgentDescriptor Find(string id) => AgentCatalog.All.Single(agent => agent.Id == id);

    private static double Total(IAgent agent, MarketView[] views)
    {
        double sum = 0;
        foreach (ref readonly MarketView view in views.AsSpan())
            sum += agent.Evaluate(view).Confidence;
        return sum;
    }

    private static void AssertAbstains(Vote vote, string when) =>
        Assert.True(vote is { Abstains: true, Direction: 0, Scale: 1 }, $"{when}: {vote}");

    /// <summary>The same view with some columns NaN at both bars.</summary>
    private static MarketView Without(MarketView view, Predicate<Column> missing)
    {
        double[] now = [.. IndicatorCatalog.Columns.Select(column => missing(column) ? double.NaN : view[column])];
        double[] before = [.. IndicatorCatalog.Columns.Select(column => missing(column) ? double.NaN : view.Previous(column))];
        return new(view.Symbol, view.Interval, view.Bar, view.BarNumber, now, view.BarNumber == 1 ? [] : before);
    }

    private static (long, long, long, long, long, string) Bits(Vote vote) =>
        (BitConverter.DoubleToInt64Bits(vote.Direction), BitConverter.DoubleToInt64Bits(vote.Confidence), BitConverter.DoubleToInt64Bits(vote.Scale),
         BitConverter.DoubleToInt64Bits(vote.Value), BitConverter.DoubleToInt64Bits(vote.Limit), vote.Reason);

    private static string Documentation(string prefix, string fullName) =>
        s_documentation.Value.Descendants("member")
            .SingleOrDefault(member => member.Attribute("name")?.Value == $"{prefix}:{fullName.Replace('+', '.')}")?
            .Element("summary")?.Value ?? "";
}
