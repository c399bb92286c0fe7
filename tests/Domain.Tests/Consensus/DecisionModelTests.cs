using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Risk;

namespace GoldenSignals.Domain.Tests.Consensus;

public class DecisionModelTests
{
    [Fact]
    public void Two_models_of_the_same_options_have_one_version()
    {
        string version = new DecisionModel().Version;
        Assert.Matches("^[0-9a-f]{8}$", version);
        Assert.Equal(version, new DecisionModel(new(), new(), AgentCatalog.All.ToDictionary(agent => agent.Id, agent => agent.DefaultOptions())).Version);
    }

    [Fact]
    public void Every_option_of_consensus_risk_and_agents_changes_the_version()
    {
        var versions = new List<string> { new DecisionModel().Version };
        foreach (object changed in EachOptionChanged(new ConsensusOptions()))
            versions.Add(new DecisionModel((ConsensusOptions)changed).Version);
        foreach (object changed in EachOptionChanged(new RiskOptions()))
            versions.Add(new DecisionModel(risk: (RiskOptions)changed).Version);
        foreach (AgentDescriptor agent in AgentCatalog.All)
            foreach (object changed in EachOptionChanged(agent.DefaultOptions()))
                versions.Add(new DecisionModel(agents: new Dictionary<string, object> { [agent.Id] = changed }).Version);
        Assert.True(versions.Count > 30);
        Assert.Equal(versions.Count, versions.Distinct().Count());
    }

    [Fact]
    public void Another_agent_changes_the_version_even_without_options_of_its_own() =>
        Assert.NotEqual(SomeModel.Of([AgentKind.Trend]).Version, SomeModel.Of([AgentKind.Trend, AgentKind.Trend]).Version);

    private sealed record Nested(double Threshold);

    private sealed record NestedOptions(Nested Inner, double[] Levels, TimeSpan Wait, string? Name);

    [Fact]
    public void Options_within_options_count_too()
    {
        var options = new NestedOptions(new(0.5), [1, 2.5], TimeSpan.FromSeconds(1), "");
        NestedOptions[] others =
        [
            options,
            options with { Inner = new(0.25) },
            options with { Levels = [1, 2.25] },
            options with { Levels = [2.5, 1] },
            options with { Wait = TimeSpan.FromSeconds(1.5) },
            options with { Name = null },
        ];
        Assert.Equal(others.Length, others.Select(VersionOf).Distinct().Count());
        Assert.Equal(VersionOf(options), VersionOf(options with { Levels = [1, 2.5] }));
    }

    [Fact]
    public void The_version_is_the_same_in_every_culture()
    {
        var options = new NestedOptions(new(0.5), [1, 2.5], TimeSpan.FromSeconds(1.5), "x");
        (string, string) here = (new DecisionModel().Version, VersionOf(options));
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = comma;
            Assert.Equal(here, (new DecisionModel().Version, VersionOf(options)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(0.15, 0.15, "Consensus:LeaveScore must be below EnterScore (0.15), but is 0.15")]
    [InlineData(0.005, 0.0, "Consensus:EnterScore must be between 0.01 and 1, but is 0.005")]
    public void Refuses_a_hysteresis_that_is_none(double enter, double leave, string message) =>
        Assert.Equal(message, Assert.Throws<ValidationException>(() => new DecisionModel(new() { EnterScore = enter, LeaveScore = leave })).Message);

    private static string VersionOf(object options) =>
        DecisionModel.With(new([SomeModel.Agent(0, AgentKind.Trend, _ => Vote.WarmingUp) with { Options = options }])).Version;

    /// <summary>The same record as often as it has options, each time with one of them at another value of its range.</summary>
    private static IEnumerable<object> EachOptionChanged(object defaults)
    {
        foreach (PropertyInfo property in defaults.GetType().GetProperties())
        {
            object copy = defaults.GetType().GetMethod("<Clone>$")!.Invoke(defaults, null)!;
            property.SetValue(copy, Another(property, property.GetValue(defaults)!));
            yield return copy;
        }
    }

    private static object Another(PropertyInfo property, object value) => value switch
    {
        bool flag => !flag,
        Enum member => Enum.GetValues(property.PropertyType).Cast<object>().First(other => !other.Equals(member)),
        int number => number == Limit(property).Maximum ? number - 1 : number + 1,
        double number => number == Limit(property).Maximum ? number * 0.999 : number + (Limit(property).Maximum - number) * 1e-3,
        _ => throw new NotSupportedException($"{property.DeclaringType}.{property.Name}: say how a {value.GetType().Name} changes"),
    };

    private static (double Minimum, double Maximum) Limit(PropertyInfo property) =>
        property.GetCustomAttribute<RangeAttribute>() is { } range
            ? (Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture), Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture))
            : throw new NotSupportedException($"{property.DeclaringType}.{property.Name} has no range");
}
