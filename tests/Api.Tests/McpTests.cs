using System.Text.Json;
using GoldenSignals.ApiClient.Commands;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace GoldenSignals.Api.Tests;

/// <summary>An assistant's side of <c>./run mcp</c>: the program as a process, its standard input and output.</summary>
[Collection(ApiCollection.Name)]
public class McpTests(RunningApi api)
{
    private static Task<McpClient> Start(string url, string? key = null) => McpClient.CreateAsync(new StdioClientTransport(new()
    {
        Name = "goldensignals",
        Command = "dotnet",
        Arguments = [typeof(GridCommands).Assembly.Location, "mcp", "--url", url],
        EnvironmentVariables = new Dictionary<string, string?> { ["GOLDENSIGNALS_KEY"] = key },
    }));

    private static async Task<string> Said(McpClient assistant, string tool, bool fails, params (string Name, object? Value)[] arguments)
    {
        CallToolResult result = await assistant.CallToolAsync(tool, arguments.ToDictionary(argument => argument.Name, argument => argument.Value));
        string text = string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text));
        Assert.True(fails == (result.IsError is true), text);
        return text;
    }

    private static async Task<JsonElement> Asked(McpClient assistant, string tool, params (string Name, object? Value)[] arguments) =>
        JsonDocument.Parse(await Said(assistant, tool, fails: false, arguments)).RootElement;

    [Fact]
    public async Task An_assistant_learns_why_a_symbol_is_what_it_is()
    {
        await api.Take(SomeTicks.Walk("MCP/A", 200));
        await using McpClient assistant = await Start(api.Client.BaseAddress!.ToString());
        Assert.Equal("goldensignals", assistant.ServerInfo?.Name);
        JsonElement told = await Asked(assistant, "explain_decision", ("symbol", "MCP/A")), decision = await api.Get("/v1/symbols/MCP%2FA/decision");

        foreach (string name in new[] { "id", "action", "score", "reasons", "contributions", "flips", "risk" })
            Assert.Equal(decision.GetProperty(name).GetRawText(), told.GetProperty(name).GetRawText());
        int votes = told.GetProperty("votes").GetArrayLength(), silent = told.GetProperty("abstentions").EnumerateObject().Sum(reason => reason.Value.GetInt32());
        Assert.Equal(decision.GetProperty("votes").GetArrayLength(), votes + silent);
        Assert.All(told.GetProperty("votes").EnumerateArray(), vote => Assert.True(!vote.GetProperty("abstains").GetBoolean() || vote.GetProperty("scale").GetDouble() != 1));
        JsonElement then = await Asked(assistant, "explain_decision", ("symbol", "MCP/A"), ("at", decision.GetProperty("time").GetDateTime().AddMinutes(1).ToString("O")));
        Assert.Equal(decision.GetProperty("id").GetString(), then.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Every_tool_only_reads_and_answers()
    {
        await api.Take(SomeTicks.Walk("MCPB", 60));
        await using McpClient assistant = await Start(api.Client.BaseAddress!.ToString());
        var arguments = new Dictionary<string, (string, object?)[]>
        {
            ["list_symbols"] = [("limit", 3)], ["get_symbol"] = [("symbol", "MCPB")], ["get_bars"] = [("symbol", "MCPB"), ("limit", 2)],
            ["get_indicators"] = [("symbol", "MCPB"), ("names", "rsi_14")], ["explain_decision"] = [("symbol", "MCPB")], ["get_live_decision"] = [("symbol", "MCPB")],
            ["get_risk"] = [("symbol", "MCPB")], ["list_signals"] = [("symbol", "MCPB")], ["signal_insights"] = [("symbol", "MCPB")],
            ["list_agents"] = [("kind", "trend"), ("symbol", "MCPB")], ["get_agent"] = [("agent", "rsi")], ["what_if"] = [("symbol", "MCPB"), ("change", """{"agents":{"rsi":{"enabled":false}}}""")], ["get_status"] = [],
        };
        IList<McpClientTool> tools = await assistant.ListToolsAsync();
        Assert.Equal(arguments.Keys.Order(), tools.Select(tool => tool.Name).Order());
        foreach (McpClientTool tool in tools)
        {
            Assert.True(tool.ProtocolTool.Annotations!.ReadOnlyHint, tool.Name);
            Assert.True(tool.Description.Length > 20);
            Assert.All(tool.JsonSchema.GetProperty("properties").EnumerateObject(), parameter => Assert.True(parameter.Value.TryGetProperty("description", out _), $"{tool.Name} {parameter.Name}"));
            Assert.Equal(JsonValueKind.Object, (await Asked(assistant, tool.Name, arguments[tool.Name])).ValueKind);
        }
        JsonElement[] trend = [.. (await Asked(assistant, "list_agents", ("kind", "trend"))).GetProperty("agents").EnumerateArray()];
        Assert.All(trend, agent => Assert.Equal("trend", agent.GetProperty("kind").GetString()));
        Assert.NotEmpty(trend);
        Assert.Equal(2, (await Asked(assistant, "get_bars", ("symbol", "MCPB"), ("limit", 2))).GetProperty("bars").GetArrayLength());
    }

    [Fact]
    public async Task What_the_grid_refuses_is_told_in_its_words()
    {
        await using McpClient assistant = await Start(api.Client.BaseAddress!.ToString());
        Assert.Contains("404 unknown-symbol", await Said(assistant, "get_symbol", fails: true, ("symbol", "NOSUCH")), StringComparison.Ordinal);
        Assert.Contains("422 invalid-symbol", await Said(assistant, "get_symbol", fails: true, ("symbol", "../status")), StringComparison.Ordinal);
        Assert.Contains("404 unknown-agent", await Said(assistant, "get_agent", fails: true, ("agent", "x?y=1#")), StringComparison.Ordinal);
        Assert.Contains("limit is 1 to 500", await Said(assistant, "get_bars", fails: true, ("symbol", "MCPB"), ("limit", 501)), StringComparison.Ordinal);
        Assert.Contains("JSON", await Said(assistant, "what_if", fails: true, ("symbol", "MCPB"), ("change", "[")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_grid_that_does_not_run_is_named()
    {
        await using McpClient assistant = await Start("http://127.0.0.1:9");
        Assert.Contains("http://127.0.0.1:9/ does not answer", await Said(assistant, "get_status", fails: true), StringComparison.Ordinal);
    }
}
