using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace GoldenSignals.ApiClient.Security;

/// <summary>What the API's description says of keys: how they are shown, and what each operation needs.</summary>
internal static class SecurityDocument
{
    private const string Bearer = "bearer", Key = "apiKey", Signed = "signed", Problem = "application/problem+json";

    public static void AddSchemes(OpenApiDocument document)
    {
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A key (gs_…), or a JSON Web Token of the issuer that the grid takes tokens of." },
            [Key] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-Api-Key", Description = "A key (gs_…)." },
            [Signed] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http, Scheme = SignedRequests.Scheme.Trim(),
                Description = "GS1-HMAC-SHA256 Key=…, Timestamp=…, Nonce=…, Body=…, Signature=…: a request that a key has signed. Timestamp is in milliseconds since 1970, Nonce 16 to 64 letters, digits, - and _, "
                    + "Body the SHA-256 of the body and Signature HMAC-SHA256, both in hexadecimal digits. The secret is the SHA-256 of the key; what is signed is, joined by line feeds: "
                    + "GS1-HMAC-SHA256, method, path, query with its parameters in the order of their names, Body, Timestamp, Nonce.",
            },
        };
    }

    /// <summary>401 and 403, and the scope, where one is needed.</summary>
    public static Task Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        Scopes needed = context.Description.ActionDescriptor.EndpointMetadata.OfType<NeededScopes>().LastOrDefault()?.Scopes ?? Scopes.Read;
        if (needed == Scopes.None || context.Document is not { } document)
            return Task.CompletedTask;
        List<string> scopes = [.. ScopeWords.All.Where(word => needed.HasFlag(ScopeWords.Of(word)))];
        operation.Security = [.. new[] { Bearer, Key, Signed }.Select(scheme => new OpenApiSecurityRequirement { [new(scheme, document)] = scopes })];
        operation.Responses ??= [];
        operation.Responses.TryAdd("401", Answer("Nobody is known to ask: no key or token, or none that is good."));
        operation.Responses.TryAdd("403", Answer($"The key or token does not allow this: it takes {string.Join(" and ", scopes)}."));
        return Task.CompletedTask;

        OpenApiResponse Answer(string description) => new()
        {
            Description = description,
            Content = new Dictionary<string, OpenApiMediaType> { [Problem] = new() { Schema = new OpenApiSchemaReference("ProblemDetails", document) } },
        };
    }
}
