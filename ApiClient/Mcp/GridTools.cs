using System.ComponentModel;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace GoldenSignals.ApiClient.Mcp;

/// <summary>What an assistant can ask a grid. All of it only reads; the descriptions are what the assistant chooses by.</summary>
internal sealed class GridTools(GridQuestions grid)
{
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };      // no browser reads it

    private const string Symbol = "The symbol, for instance TEC001", Time = "RFC 3339, for instance 2026-01-02T14:30:00Z";

    [McpServerTool(Name = "list_symbols", ReadOnly = true, Idempotent = true, OpenWorld = false)]
    [Description("Symbols with price, change, action, score and confidence at their last closed bar.")]
    public async Task<string> ListSymbols(
        [Description("Only symbols with this in their name")] string? search = null,
        [Description("Only with this action: BUY, SELL or HOLD")] string? action = null,
        [Description("symbol, price, change, score or confidence, with - in front from the highest down")] string? sort = null,
        [Description("Most symbols to tell, 1 to 200")] int limit = 20,
        [Description("The next of the answer before, for the symbols behind it")] string? page = null,
        CancellationToken cancel = default) =>
        Text(await grid.Get("v1/symbols", cancel, ("search", search), ("action", action), ("sort", sort), ("limit", Within(limit, 200)), ("page", page)));

    [McpServerTool(Name = "get_symbol", ReadOnly = true, Idempotent = true, OpenWorld = false)]
    [Description("One symbol at its last closed bar: price, change, action, score, confidence, and whether that is stale.")]
    public async Task<string> GetSymbol([Description(Symbol)] string symbol, CancellationToken cancel = default) =>
        Text(await grid.Get($"v1/symbols/{GridQuestions.Part(symbol)}", cancel));

    [McpServerTool(Name = "get_bars", ReadOnly = true, Idempotent = true, OpenWorld = false)]
    [Description("A symbol's closed bars, newest first: open, high, low, close, volume.")]
    public async Task<string> GetBars(
        [Description(Symbol)] string symbol,
        [Description($"Bars that open at or after: {Time}")] string? from = null,
        [Description($"Bars that open before: {Time}")] string? to = null,
        [Description("Most bars to tell, 1 to 500")] int limit = 50,
        CancellationToken cancel = default) =>
        Text(await grid.Get($"v1/symbols/{GridQuestions.Part(symbol)}/bars", cancel, ("from", from), ("to", to), ("limit", Within(limit, 500))));

    [McpServerTool(Name = "get_indicators", ReadOnly = true, Idempotent = true, OpenWorld = false)]
    [Description("A symbol's indicators at its last closed bar; null while one warms up.")]
    public async Task<string> GetIndicators(
        [Description(Symbol)] string symbol, [Description("Only these, separated by commas, for instance rsi_14,atr_14")] string? names = null, CancellationToken cancel = default) =>
        Text(await grid.Get($"v1/symbols/{GridQuestions.Part(symbol)}/indicators", cancel, ("names", names)));

    [McpServerTool(Name = "explain_decision", ReadOnly = true, Idempotent = true, OpenWorld = false)]
    [Description("Why a symbol is BUY, SELL or HOLD: every vote with its reason and its part of the score, the gates, what would flip it, the indicators it rests on. Of the last bar, or of a time in the past.")]
    public async Task<string> ExplainDecision(
        [Description(Symbol)] string symbol, [Description($"As it was at a time: {Time}; left out for now")] string? at = null, CancellationToken cancel = default)
    {
        string path = $"v1/symbols/{GridQuestions.Part(symbol)}";
        JsonNode decision = at is null ? await grid.Get($"{path}/decision", cancel) : (await grid.Get($"{path}/state", cancel, ("at", at), ("limit", 1)))["decision"]!;
        return Text(WithoutSilence(decision));
    }

    [McpServerTool(Name = "get_live_decision", ReadOnly = true, Idempotent = true, OpenWorld = false)]
    [Description("A symbol's bar that is not closed yet, and what would be decided if it closed now. It may still change.")]
    public async Task<string> GetLiveDecision([Description(Symbol)] string symbol, CancellationToken cancel = default)
    {
        JsonNode live = await grid.Get($"v1/symbols/{GridQuestions.Part(symbol)}/live", cancel);
        WithoutSilence(live["decision"]!);
        return Text(live);
    }

    [McpServerTool(Name = "get_risk", ReadOnly = true, Idempotent = true, OpenWorld = false)]
    [Description("The position that a symbol's decision proposes: side, stop, target, reward over risk, size and projected loss as fractions of equity; null on HOLD. With ATR and the gates that scale.")]
    public async Task<string> GetRisk([Description(Symbol)] string symbol, CancellationToken cancel = default)
    {
        string path = $"v1/symbols/{GridQuestions.Part(symbol)}";
        JsonNode decision = await grid.Get($"{path}/decision", cancel), indicators = await grid.Get($"{path}/indicators", cancel, ("names", "atr_14"));
        var risk = new JsonObject { ["atr_14"] = indicators["indicators"]?["atr_14"]?.DeepClone() };
        foreach (string name in new[] { "symbol", "interval", "time", "price", "action", "score", "confidence", "risk", "reasons", "stale", "gap" })
            risk[name] = decision[name]?.DeepClone();
        risk["gates"] = new JsonArray([.. decision["votes"]!.AsArray().Where(vote => (double)vote!["scale"]! != 1).Select(vote => vote!.DeepClone())]);
        return Text(risk);
    }

    [McpServerTool(Name = "list_signals", ReadOnly = true, Idempotent = true, OpenWorld = false)]
    [Description("Decisions that changed the action, newest first, of all symbols or of one.")]
    public async Task<string> ListSignals(
        [Description("Only of this symbol")] string? symbol = null,
        [Description("Only with this action: BUY, SELL or HOLD")] string? action = null,
        [Description($"Of bars that open at or after: {Time}")] string? from = null,
        [Description($"Of bars that open before: {Time}")] string? to = null,
        [Description("Most signals to tell, 1 to 200")] int limit = 20,
        CancellationToken cancel = default) =>
        Text(await grid.Get("v1/signals", cancel, ("symbol", symbol), ("action", action), ("from", from), ("to", to), ("limit", Within(limit, 200))));

    [McpServerTool(Name = "signal_insights", ReadOnly = true, Idempotent = true, OpenWorld = false)]
    [Description("Signals of the last 24 hours, counted by symbol and action, with their mean confidence.")]
    public async Task<string> SignalInsights(
        [Description("Only of this symbol")] string? symbol = null, [Description("Only with this action: BUY, SELL or HOLD")] string? action = null, CancellationToken cancel = default) =>
        Text(await grid.Get("v1/signals/insights", cancel, ("symbol", symbol), ("action", action)));

    [McpServerTool(Name = "list_agents", ReadOnly = true, Idempotent = true, OpenWorld = false)]
    [Description("The agents that vote, in short: kind, source of the rule, whether each is enabled, its weight, how its votes turned out over all symbols, its time and faults.")]
    public async Task<string> ListAgents(
        [Description("Only of this kind, for instance trend, momentum, volume, regime")] string? kind = null,
        [Description("With each agent's record and learnt weight on this symbol")] string? symbol = null,
        CancellationToken cancel = default)
    {
        JsonNode page = await grid.Get("v1/agents", cancel, ("symbol", symbol));
        JsonArray agents = page["agents"]!.AsArray();
        foreach (JsonNode other in agents.Where(agent => kind is not null && !string.Equals((string?)agent!["kind"], kind, StringComparison.OrdinalIgnoreCase)).ToArray()!)
            agents.Remove(other);
        foreach (JsonNode? agent in agents)
        {
            agent!.AsObject().Remove("options");
            agent.AsObject().Remove("inputs");
        }
        return Text(page);
    }

    [McpServerTool(Name = "get_agent", ReadOnly = true, Idempotent = true, OpenWorld = false)]
    [Description("One agent in full: what it reads, its options with values and ranges, its record, and every change of how it takes part.")]
    public async Task<string> GetAgent(
        [Description("Its id, for instance rsi")] string agent, [Description("With its record and learnt weight on this symbol")] string? symbol = null, CancellationToken cancel = default) =>
        Text(await grid.Get($"v1/agents/{GridQuestions.Part(agent)}", cancel, ("symbol", symbol)));

    [McpServerTool(Name = "what_if", ReadOnly = true, Idempotent = true, OpenWorld = false)]
    [Description("Decides a symbol's last bar, or one of the past, anew under a change, beside what was decided. Nothing is kept of it.")]
    public async Task<string> WhatIf(
        [Description(Symbol)] string symbol,
        [Description("""
            The change as a JSON object, for instance {"consensus":{"enterScore":0.3},"risk":{"stopAtr":1.5},"agents":{"rsi":{"enabled":false},"macd":{"weight":2},"kama":{"options":{"fast":3}}}}.
            consensus: quorumVoters, quorumKinds, enterScore, leaveScore, minBarsInState, confidenceThreshold, maxDisagreement. weight: 0 to 10. Options of an agent: get_agent.
            """)] string change,
        [Description($"As it was at a time: {Time}; left out for now")] string? at = null,
        CancellationToken cancel = default)
    {
        JsonObject body = ObjectOf(change);
        if (at is not null)
            body["at"] = at;
        JsonNode answer = await grid.Post($"v1/whatif/{GridQuestions.Part(symbol)}", body, cancel);
        WithoutSilence(answer["base"]!);
        WithoutSilence(answer["variant"]!);
        return Text(answer);
    }

    [McpServerTool(Name = "get_status", ReadOnly = true, Idempotent = true, OpenWorld = false)]
    [Description("How the grid is doing: symbols, decisions by action, signals, what was refused and why, lag, version.")]
    public async Task<string> GetStatus(CancellationToken cancel = default)
    {
        JsonNode status = await grid.Get("v1/status", cancel);
        status.AsObject().Remove("input");
        return Text(status);
    }

    /// <summary>Three in four votes are abstentions: their number says enough.</summary>
    private static JsonNode WithoutSilence(JsonNode decision)
    {
        JsonArray votes = decision["votes"]!.AsArray();
        JsonNode[] silent = [.. votes.Where(vote => (bool)vote!["abstains"]! && (double)vote["scale"]! == 1)!];
        foreach (JsonNode vote in silent)
            votes.Remove(vote);
        decision["abstentions"] = new JsonObject(silent.GroupBy(vote => (string)vote["reason"]!).OrderByDescending(reason => reason.Count())
            .Select(reason => KeyValuePair.Create<string, JsonNode?>(reason.Key, reason.Count())));
        return decision;
    }

    private static JsonObject ObjectOf(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject ?? throw new McpException("change is to be a JSON object");
        }
        catch (JsonException wrong)
        {
            throw new McpException($"change is no JSON: {wrong.Message}");
        }
    }

    private static int Within(int limit, int most) => limit >= 1 && limit <= most ? limit : throw new McpException($"limit is 1 to {most}");

    private static string Text(JsonNode answer) => answer.ToJsonString(s_plain);
}
