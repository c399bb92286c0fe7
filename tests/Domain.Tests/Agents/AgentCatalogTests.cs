using System.ComponentModel.DataAnnotations;
using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Agents.Momentum;

namespace GoldenSignals.Domain.Tests.Agents;

public class AgentCatalogTests
{
    [Fact]
    public void Ids_are_in_ordinal_order() =>
        Assert.Equal(AgentCatalog.Ids.Order(StringComparer.Ordinal), AgentCatalog.Ids);

    [Fact]
    public void Ids_are_unique_and_kebab_case()
    {
        Assert.Equal(AgentCatalog.Ids.Count, AgentCatalog.Ids.Distinct().Count());
        Assert.All(AgentCatalog.Ids, id => Assert.Matches(AgentLaws.KebabCase, id));
    }

    [Fact]
    public void Finds_every_agent_of_the_assembly()
    {
        IEnumerable<Type> agents = typeof(IAgent).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IAgent)));
        Assert.Equal(agents.OrderBy(type => type.Name), AgentCatalog.All.Select(agent => agent.AgentType).OrderBy(type => type.Name));
    }

    [Fact]
    public void An_agent_lives_in_the_namespace_of_its_kind() =>
        Assert.All(AgentCatalog.All, agent => Assert.EndsWith($".Agents.{agent.Kind}", agent.AgentType.Namespace));

    [Fact]
    public void Takes_the_inputs_from_the_column_fields() =>
        Assert.Equal(["rsi_14"], Find("rsi").Inputs.Select(column => column.Name));

    [Fact]
    public void Refuses_an_option_out_of_its_range_by_agent_name_value_and_range()
    {
        var refused = Assert.Throws<ValidationException>(() => Find("rsi").Create(new RsiAgent.Options { Oversold = 60.5 }));
        Assert.Equal("Agents:rsi:Oversold must be between 1 and 50, but is 60.5", refused.Message);
    }

    [Fact]
    public void Refuses_an_option_that_is_not_a_number() =>
        Assert.Throws<ValidationException>(() => Find("rsi").Create(new RsiAgent.Options { Oversold = double.NaN }));

    [Fact]
    public void Names_every_option_that_it_refuses()
    {
        var refused = Assert.Throws<ValidationException>(() => Find("rsi").Create(new RsiAgent.Options { Oversold = 0, Overbought = 100 }));
        Assert.Contains("Agents:rsi:Oversold must be between 1 and 50, but is 0", refused.Message);
        Assert.Contains("Agents:rsi:Overbought must be between 50 and 99, but is 100", refused.Message);
    }

    private static AgentDescriptor Find(string id) => AgentCatalog.All.Single(agent => agent.Id == id);
}
