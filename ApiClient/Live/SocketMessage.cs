using System.Text.Json;
using System.Text.Json.Serialization;
using GoldenSignals.ApiClient.Security;

namespace GoldenSignals.ApiClient.Live;

/// <summary>What a client says on the WebSocket.</summary>
/// <param name="Action">auth, subscribe, unsubscribe or ping.</param>
/// <param name="Key">Of auth: a key or token.</param>
/// <param name="Channels">Of subscribe and unsubscribe: symbols by channel, <c>*</c> for all.</param>
/// <param name="MinConfidence">Of subscribe: the least confidence of decisions and signals, from now on.</param>
/// <param name="Window">Of subscribe: milliseconds for which events are gathered, from now on.</param>
/// <param name="After">Of the first subscribe: the last id that the client had.</param>
internal sealed record SocketMessage(
    string Action, string? Key = null, Dictionary<string, string[]>? Channels = null, double? MinConfidence = null, int? Window = null, string? After = null);

/// <summary>What the grid says on the WebSocket beside events.</summary>
internal sealed record SocketAnswer(string Event)
{
    /// <summary>Of connected: whether <c>auth</c> must come first.</summary>
    public bool? AuthRequired { get; init; }

    /// <summary>Of subscribed: all that the client gets by now.</summary>
    public SortedDictionary<string, string[]>? Channels { get; init; }

    public double? MinConfidence { get; init; }

    public double? Window { get; init; }

    /// <summary>Of subscribed: everything behind this id comes.</summary>
    public string? Id { get; init; }

    /// <summary>Of error: 4000 and the status that the same would have in HTTP.</summary>
    public int? Code { get; init; }

    /// <summary>Of error: the problem's code, as <c>/problems</c> has it.</summary>
    public string? Error { get; init; }

    public string? Detail { get; init; }

    public static SocketAnswer Of(Problem problem, string? detail = null) => Of(problem.Because(detail ?? problem.Meaning));

    public static SocketAnswer Of(ProblemException problem) =>
        new("error") { Code = 4000 + problem.Answer.StatusCode, Error = problem.Answer.ProblemDetails.Extensions["code"] as string, Detail = problem.Message };
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    NumberHandling = JsonNumberHandling.Strict, PropertyNameCaseInsensitive = false, AllowDuplicateProperties = false, MaxDepth = 8,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SocketMessage))]
[JsonSerializable(typeof(SocketAnswer[]))]
internal sealed partial class SocketJson : JsonSerializerContext;

/// <summary>Who shows a key or token in a message; null for one that is not good.</summary>
internal delegate Caller? CredentialCheck(string credential);
