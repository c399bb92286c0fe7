using GoldenSignals.ApiClient.Security.Audit;
using GoldenSignals.Silo;
using GoldenSignals.Silo.Storage;
using GoldenSignals.Silo.Storage.Keys;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace GoldenSignals.ApiClient.Security;

/// <summary>Puts what protects the API into its host.</summary>
internal static class SecurityHosting
{
    /// <summary>A store of keys that is registered before stays.</summary>
    public static void AddSecurity(this WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        IConfiguration configuration = builder.Configuration;
        ApiOptions api = GridHosting.Bound<ApiOptions>(configuration, ApiOptions.Section);
        services.AddSingleton(Options.Create(GridHosting.Bound<JwtOptions>(configuration, JwtOptions.Section)));
        services.TryAddSingleton(_ => KeyStores.Of(configuration, api.KeyFile));
        services.AddHosted<KeyRing>();
        services.AddSingleton<JwtVerifier>();
        services.AddSingleton<SignedRequests>();
        services.AddSingleton<Authenticator>();
        services.AddSingleton<AccessPolicy>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<AuditLog>(provider, new AuditPlace(AuditFolder(api, configuration))));
        services.AddHostedService(provider => provider.GetRequiredService<AuditLog>());
        services.AddCors(cors => cors.AddDefaultPolicy(policy => policy.WithOrigins(Origins(api)).WithMethods("GET", "POST", "PUT", "DELETE")
            .WithHeaders("Authorization", "X-Api-Key", "Content-Type", "Content-Encoding", "Idempotency-Key", "If-None-Match", "Last-Event-ID")
            .WithExposedHeaders("ETag", "Location", "Retry-After", "WWW-Authenticate", "RateLimit", "RateLimit-Policy", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")));
    }

    /// <summary>Finds out who asks, and whether they may.</summary>
    public static void UseAccess(this WebApplication app)
    {
        if (Origins(app.Services.GetRequiredService<IOptions<ApiOptions>>().Value).Length > 0)
            app.UseCors();                                           // before keys are asked for: a browser's preflight shows none
        app.UseMiddleware<AccessControl>();
    }

    /// <summary>What browsers are told on every answer: it is what its type says, it stands in no frame, and it loads nothing.</summary>
    public static void UseSecurityHeaders(this WebApplication app) => app.Use(static (context, next) =>
    {
        context.Response.OnStarting(static state =>
        {
            var context = (HttpContext)state;
            IHeaderDictionary headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            if (headers.ContentSecurityPolicy.Count == 0)
                headers.ContentSecurityPolicy = context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) is true
                    ? "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
                    : "default-src 'none'; frame-ancestors 'none'";
            if (context.Request.IsHttps)
                headers.StrictTransportSecurity = "max-age=31536000";
            return Task.CompletedTask;
        }, context);
        return next(context);
    });

    private static string? AuditFolder(ApiOptions api, IConfiguration configuration)
    {
        JournalOptions journal = GridHosting.Bound<JournalOptions>(configuration, "Journal");
        return !string.IsNullOrEmpty(api.AuditFolder) ? api.AuditFolder
            : journal.Durability == JournalDurability.Durable ? Path.Combine(journal.Folder, AuditPlace.Name)
            : null;
    }

    private static string[] Origins(ApiOptions api) => api.CorsOrigins.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
