using Microsoft.OpenApi;

namespace GoldenSignals.ApiClient.Documentation;

/// <summary>What names mean that come again and again. A description at the type itself goes before.</summary>
internal static class CommonDescriptions
{
    private static readonly Dictionary<string, string> s_members = new(StringComparer.Ordinal)
    {
        ["symbol"] = "The symbol.",
        ["symbols"] = "The symbols.",
        ["interval"] = "Length of the bar, for instance 1m.",
        ["action"] = "What the grid says.",
        ["to"] = "The other action.",
        ["risk"] = "The position proposed; null on HOLD.",
        ["agent"] = "Id of the agent.",
        ["id"] = "Its id.",
        ["name"] = "Its name.",
        ["kind"] = "What the agent looks at.",
        ["options"] = "What it can be set to.",
        ["record"] = "How its votes turned out.",
        ["minimum"] = "The least that it takes; null where it has no range.",
        ["maximum"] = "The most that it takes; null where it has no range.",
        ["consensus"] = "Thresholds of the decision; those left out stay.",
        ["contracts"] = "The contracts of the chain.",
        ["strike"] = "Price at which it may be exercised, above zero.",
        ["ask"] = "Price per unit of the underlying; 0 when nobody offers.",
        ["source"] = "Who reports it.",
        ["status"] = "The HTTP status.",
        ["title"] = "The kind of problem in a few words, always the same.",
        ["type"] = "Names the kind of problem: /problems/ and the code.",
        ["detail"] = "What is wrong with this request, for people.",
        ["instance"] = "Not used.",
        ["stop"] = "Where the position is given up; null on an exit.",
        ["target"] = "Where the gain is taken; null on an exit.",
        ["rewardRisk"] = "Gain at the target over loss at the stop; null on an exit.",
        ["shard"] = "Number of the shard.",
        ["received"] = "What came in.",
        ["processed"] = "What was accepted.",
        ["accepted"] = "What was taken.",
        ["duplicates"] = "What had been there before.",
        ["quarantined"] = "What was refused.",
        ["shed"] = "What was dropped unseen because too much came at once.",
        ["mode"] = "Whether the grid is one process or many.",
        ["version"] = "Of the program.",
        ["started"] = "When this process started, UTC.",
        ["uptimeSeconds"] = "For how long this process has run.",
        ["shards"] = "How many shards the grid has.",
        ["agents"] = "How many agents vote.",
        ["signals"] = "Decisions that changed the action.",
        ["memory"] = "Of this process.",
        ["reason"] = "Why, as a word for programs.",
        ["abstains"] = "Whether the agent has no opinion.",
    };

    private static readonly Dictionary<string, string> s_types = new(StringComparer.Ordinal)
    {
        ["AgentDocument"] = "An agent: what it reads, where its rule comes from, and what it is set to.",
        ["AgentFlipDocument"] = "An agent that alone would change the action.",
        ["AgentOption"] = "An option of an agent.",
        ["AgentPage"] = "Every agent.",
        ["ContractDocument"] = "An option contract as it was quoted.",
        ["GridMode"] = "Whether the grid is one process or many.",
        ["HealthDocument"] = "How the process is.",
        ["MemoryDocument"] = "Memory of a process.",
        ["PositionSide"] = "Which way a position goes.",
        ["ProblemDetails"] = "What is wrong, as RFC 9457 has it. Where it applies: index in the batch, line, field, parameter.",
        ["RecordDocument"] = "How an agent's votes on a symbol turned out.",
        ["StatusDocument"] = "How the grid is doing.",
    };

    private static readonly Dictionary<string, string> s_tags = new(StringComparer.Ordinal)
    {
        ["Symbols"] = "What the grid knows of symbols, one by one, as a whole, and as they were.",
        ["Bars"] = "Closed bars, out and in.",
        ["Indicators"] = "What is computed of bars and other inputs.",
        ["Decisions"] = "What the grid says of a symbol at each bar, and why.",
        ["Signals"] = "Decisions that changed the action.",
        ["Agents"] = "Who votes.",
        ["Stream"] = "The grid as it happens.",
        ["Queries"] = "Conditions that the stream tells of: who comes to fit them, and who no longer does.",
        ["Ticks"] = "Trades and quotes in.",
        ["Keys"] = "Who may use the grid.",
        ["News"] = "Headlines, messages and earnings in.",
        ["Options"] = "Option chains in.",
        ["Status"] = "How the grid is doing.",
        ["Charts"] = "A datafeed for charts of TradingView: its universal datafeed protocol.",
        ["Health"] = "For whoever starts, restarts or routes to this process.",
        ["Problems"] = "What errors mean.",
    };

    public static void Fill(OpenApiDocument document)
    {
        foreach (OpenApiTag tag in document.Tags ?? new HashSet<OpenApiTag>())
            tag.Description ??= s_tags.GetValueOrDefault(tag.Name ?? "");
        foreach ((string type, IOpenApiSchema schema) in document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>())
        {
            schema.Description ??= s_types.GetValueOrDefault(type);
            foreach ((string name, IOpenApiSchema member) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
                if (string.IsNullOrEmpty(Own(member)) && s_members.TryGetValue(name, out string? meaning))
                    member.Description = meaning;
        }
    }

    /// <summary>Not what the type says that the member is of.</summary>
    private static string? Own(IOpenApiSchema member) => member is OpenApiSchemaReference reference ? reference.Reference.Description : member.Description;
}
