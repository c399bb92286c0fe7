using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace GoldenSignals.ApiClient.Documentation;

/// <summary>Says of every error response which problems it may be, each with an example.</summary>
internal static class ErrorNotes
{
    private const string ProblemJson = "application/problem+json";

    public static void Add(string path, OpenApiOperation operation, OpenApiDocument document)
    {
        OpenApiResponses responses = operation.Responses ??= [];
        foreach (string always in new[] { "500", "503" })
            if (!responses.ContainsKey(always))
                responses[always] = new OpenApiResponse { Content = new Dictionary<string, OpenApiMediaType> { [ProblemJson] = new() { Schema = new OpenApiSchemaReference("ProblemDetails", document) } } };
        foreach ((string status, IOpenApiResponse response) in responses)
            if (status[0] is '4' or '5' && response is OpenApiResponse { Content: { } content } described && content.TryGetValue(ProblemJson, out OpenApiMediaType? media))
            {
                Problem[] problems = [.. ProblemsOf(path, operation, int.Parse(status, CultureInfo.InvariantCulture))];
                described.Description = problems.Length == 1 ? $"{problems[0].Code}: {problems[0].Meaning}" : $"One of: {string.Join(", ", problems.Select(problem => problem.Code))}.";
                media.Examples = problems.ToDictionary(problem => problem.Code, Example);
            }
    }

    private static IEnumerable<Problem> ProblemsOf(string path, OpenApiOperation operation, int status)
    {
        string[] own = operation.Metadata is { } notes && notes.TryGetValue(OperationNotes.Codes, out object? codes) ? (string[])codes : [];
        string[] parameters = [.. (operation.Parameters ?? []).Select(parameter => parameter.Name!)];
        bool takes = operation.RequestBody is not null, ingests = takes && operation.Responses!.ContainsKey("415");
        bool names = path.Contains("{symbol}", StringComparison.Ordinal) || parameters.Contains("symbol") || parameters.Contains("symbols");
        return Problems.All.Where(problem => problem.Status == status && (own.Contains(problem.Code) || problem.Code switch
        {
            "malformed-body" or "unknown-field" or "duplicate-field" => takes,
            "invalid-page-token" => parameters.Contains("page"),
            "unknown-symbol" => names,
            "no-decision" => path.StartsWith("/v1/symbols/{symbol}/", StringComparison.Ordinal),
            "unknown-signal" => path == "/v1/signals/{id}",
            "not-found" => !names && path != "/v1/signals/{id}",
            "too-many-ticks" => path == "/v1/ticks",
            "too-many-items" => path != "/v1/ticks",
            "invalid-symbol" => true,
            "idempotency-key-reused" => parameters.Contains(OncePerKey.Header),
            "too-many-streams" => path is "/v1/stream" or "/v1/ws",
            "too-many-queries" => path == "/v1/queries" && takes,
            "not-ready" => path == "/health/ready",
            _ => status != 422 || ingests,
        })).Concat(status == 422 && ingests ? [Problems.OfRefusal(Problems.UnknownSymbol.Code)] : []);
    }

    private static IOpenApiExample Example(Problem problem) => new OpenApiExample
    {
        Summary = problem.Meaning,
        Value = new JsonObject
        {
            ["type"] = problem.Type, ["title"] = problem.Title, ["status"] = problem.Status, ["detail"] = problem.Meaning, ["code"] = problem.Code,
            ["traceId"] = "00-bfed66fee38061b38f376a5aa3573377-4f168dbab1c73b0e-00",
        },
    };
}
