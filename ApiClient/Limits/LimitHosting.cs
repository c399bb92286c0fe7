using GoldenSignals.Silo;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace GoldenSignals.ApiClient.Limits;

/// <summary>Puts what is bounded into the API's host: what a client may send, how slowly, and how often.</summary>
internal static class LimitHosting
{
    /// <summary>A thousand symbols in a query fit.</summary>
    private const int HeaderBytes = 32 << 10;

    public static void AddLimits(this WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.AddSingleton(Options.Create(GridHosting.Bound<QuotaOptions>(builder.Configuration, QuotaOptions.Section)));
        services.AddSingleton<ConnectionQuota>();
        services.AddSingleton<Quotas>();
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<ApiOptions>, IOptions<QuotaOptions>, ConnectionQuota>((kestrel, api, quota, connections) =>
        {
            kestrel.AddServerHeader = false;
            KestrelServerLimits limits = kestrel.Limits;
            limits.MaxRequestBodySize = api.Value.MaxRequestBodyBytes;
            limits.MaxRequestLineSize = HeaderBytes;
            limits.MaxRequestHeadersTotalSize = HeaderBytes;
            limits.MaxRequestHeaderCount = 64;
            limits.RequestHeadersTimeout = quota.Value.HeadersTimeout;
            limits.KeepAliveTimeout = quota.Value.IdleTimeout;
            limits.MaxConcurrentConnections = quota.Value.Connections;
            limits.MaxConcurrentUpgradedConnections = api.Value.MaxStreams;
            kestrel.ConfigureEndpointDefaults(connections.Watch);    // of endpoints that are added after this
        });
    }

    public static void UseAddressQuotas(this WebApplication app) => Use(app, app.Services.GetRequiredService<Quotas>().OfAddress);

    public static void UseCallerQuotas(this WebApplication app) => Use(app, app.Services.GetRequiredService<Quotas>().OfCaller);

    /// <summary>Whatever is asked for may be too much.</summary>
    public static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (context.Document is not { } document)
            return Task.CompletedTask;
        operation.Responses ??= [];
        if (!operation.Responses.TryGetValue("429", out IOpenApiResponse? there) || there is not OpenApiResponse response)
            operation.Responses["429"] = response = new()
            {
                Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference("ProblemDetails", document) } },
            };
        response.Headers ??= new Dictionary<string, IOpenApiHeader>();
        response.Headers["Retry-After"] = Header(JsonSchemaType.Integer, "Seconds until the next request is taken.");
        response.Headers["RateLimit-Policy"] = Header(JsonSchemaType.String, "The quota: its name, q requests in w seconds.");
        response.Headers["RateLimit"] = Header(JsonSchemaType.String, "What is left of the quota: r requests now, all again in t seconds. It is on every answer.");
        return Task.CompletedTask;

        static OpenApiHeader Header(JsonSchemaType type, string description) => new() { Description = description, Schema = new OpenApiSchema { Type = type } };
    }

    private static void Use(WebApplication app, Func<HttpContext, RequestDelegate, Task> middleware) => app.Use(middleware);
}
