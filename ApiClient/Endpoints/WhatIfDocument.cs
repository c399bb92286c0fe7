using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Risk;
using GoldenSignals.Grains;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>A change to what decides. What is left out stays as the grid has it.</summary>
/// <param name="At">A time that has been, RFC 3339 with its offset: the last bar that had ended by then. Without it the symbol's last bar.</param>
/// <param name="Consensus">Thresholds of the decision.</param>
/// <param name="Risk">Limits of risk.</param>
/// <param name="Agents">By the agent's id.</param>
internal sealed record WhatIfDocument(
    DateTimeOffset? At = null, ThresholdsDocument? Consensus = null, RiskLimitsDocument? Risk = null, Dictionary<string, AgentPartDocument>? Agents = null)
{
    public static WhatIfDocument? Parse(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, WhatIfJson.Default.WhatIfDocument);

    /// <exception cref="ProblemException">422 invalid-option.</exception>
    public WhatIf Of(DecisionModel model)
    {
        var parts = new Dictionary<string, AgentPart>();
        var options = new Dictionary<string, object>();
        foreach ((string id, AgentPartDocument? part) in Agents ?? [])
        {
            if (model.Panel.IndexOf(id) is not (>= 0 and int agent))
                throw Invalid("agents", "it names no agent of the grid");
            if (part is null)
                throw Invalid($"agents.{id}", "it may not be null");
            if (part.Weight is not (null or >= 0 and <= AgentSwitch.MaxWeight))
                throw Invalid($"agents.{id}.weight", FormattableString.Invariant($"it must be between 0 and {AgentSwitch.MaxWeight}"));
            parts.Add(id, new(part.Enabled, part.Weight));
            if (part.Options is not null)
                options.Add(id, With(model.Panel.OptionsOf(agent), id, part.Options));
        }
        try
        {
            return new(model.Varied(Consensus?.Of(model.Consensus) ?? model.Consensus, Risk?.Of(model.Risk) ?? model.Risk, options), parts);
        }
        catch (ValidationException wrong)
        {
            throw Problems.InvalidOption.Because(wrong.Message);
        }
    }

    /// <summary>An agent's options with some of them replaced.</summary>
    private static object With(object options, string agent, Dictionary<string, JsonElement> others)
    {
        JsonObject all = JsonSerializer.SerializeToNode(options, options.GetType(), WhatIfJson.OfOptions)!.AsObject();
        foreach ((string name, JsonElement value) in others)
        {
            string field = $"agents.{agent}.options.{name}";
            if (!all.ContainsKey(name))
                throw Invalid(name.Length <= 40 ? field : $"agents.{agent}.options", "the agent has no such option");
            all[name] = JsonSerializer.SerializeToNode(value, WhatIfJson.Default.JsonElement);
            try
            {
                options = all.Deserialize(options.GetType(), WhatIfJson.OfOptions)!;
            }
            catch (JsonException)
            {
                throw Invalid(field, "it is not of the option's type");
            }
        }
        return options;
    }

    private static ProblemException Invalid(string field, string why) => Problems.InvalidOption.Because($"Field '{field}': {why}.", ("field", field));
}

/// <summary>Thresholds between votes and action, as under <c>Consensus</c> of the configuration.</summary>
/// <param name="QuorumVoters">Fewer voters than this, and it is HOLD. 1…50.</param>
/// <param name="QuorumKinds">Voters of fewer kinds than this, and it is HOLD. 1…9.</param>
/// <param name="EnterScore">A position is entered at this |score| or above. 0.01…1.</param>
/// <param name="LeaveScore">A position is left below this. 0…1, below enterScore.</param>
/// <param name="MinBarsInState">Shortest stay in an action, in bars. 1…100.</param>
/// <param name="ConfidenceThreshold">A position is entered at this confidence or above. 0.3…1.</param>
/// <param name="MaxDisagreement">Above this disagreement it is HOLD. 0.1…1.</param>
internal sealed record ThresholdsDocument(
    int? QuorumVoters = null, int? QuorumKinds = null, double? EnterScore = null, double? LeaveScore = null, int? MinBarsInState = null,
    double? ConfidenceThreshold = null, double? MaxDisagreement = null)
{
    public ConsensusOptions Of(ConsensusOptions options) => options with
    {
        QuorumVoters = QuorumVoters ?? options.QuorumVoters,
        QuorumKinds = QuorumKinds ?? options.QuorumKinds,
        EnterScore = EnterScore ?? options.EnterScore,
        LeaveScore = LeaveScore ?? options.LeaveScore,
        MinBarsInState = MinBarsInState ?? options.MinBarsInState,
        ConfidenceThreshold = ConfidenceThreshold ?? options.ConfidenceThreshold,
        MaxDisagreement = MaxDisagreement ?? options.MaxDisagreement,
    };
}

/// <summary>Limits of risk, as under <c>Risk</c> of the configuration.</summary>
/// <param name="StopAtr">Distance of the stop, in ATR. 0.1…20.</param>
/// <param name="TargetAtr">Distance of the target, in ATR. 0.1…50.</param>
/// <param name="RiskPerTradeFraction">Equity at risk between entry and stop. 0.0001…0.02.</param>
/// <param name="MaxPositionFraction">Cap on a position's notional. 0.001…0.1.</param>
/// <param name="MinPositionFraction">Smaller is not traded. 0.001…0.1.</param>
/// <param name="MaxLossFraction">Largest projected loss. 0.001…0.02.</param>
/// <param name="SlippageBps">Expected slippage at the stop, basis points. 0…500.</param>
/// <param name="MaxAtrFraction">A market of a larger ATR is left alone; fraction of the price. 0.001…1.</param>
/// <param name="AllowShort">Whether SELL opens a short position.</param>
internal sealed record RiskLimitsDocument(
    double? StopAtr = null, double? TargetAtr = null, double? RiskPerTradeFraction = null, double? MaxPositionFraction = null, double? MinPositionFraction = null,
    double? MaxLossFraction = null, double? SlippageBps = null, double? MaxAtrFraction = null, bool? AllowShort = null)
{
    public RiskOptions Of(RiskOptions options) => new()
    {
        StopAtr = StopAtr ?? options.StopAtr,
        TargetAtr = TargetAtr ?? options.TargetAtr,
        RiskPerTradeFraction = RiskPerTradeFraction ?? options.RiskPerTradeFraction,
        MaxPositionFraction = MaxPositionFraction ?? options.MaxPositionFraction,
        MinPositionFraction = MinPositionFraction ?? options.MinPositionFraction,
        MaxLossFraction = MaxLossFraction ?? options.MaxLossFraction,
        SlippageBps = SlippageBps ?? options.SlippageBps,
        MaxAtrFraction = MaxAtrFraction ?? options.MaxAtrFraction,
        AllowShort = AllowShort ?? options.AllowShort,
    };
}

/// <summary>How an agent takes part.</summary>
/// <param name="Enabled">Whether it votes; one that is switched off in the grid can be taken in.</param>
/// <param name="Weight">What its learnt weight is multiplied by, 0…10.</param>
/// <param name="Options">Its options by name, as <c>/v1/agents</c> lists them with their ranges.</param>
internal sealed record AgentPartDocument(bool? Enabled = null, double? Weight = null, Dictionary<string, JsonElement>? Options = null);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(Rfc3339Json)])]
[JsonSerializable(typeof(WhatIfDocument))]
internal sealed partial class WhatIfJson : JsonSerializerContext
{
    /// <summary>Of agents' options, which are of types known only at run time.</summary>
    public static readonly JsonSerializerOptions OfOptions = new(JsonSerializerDefaults.Strict) { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
}
