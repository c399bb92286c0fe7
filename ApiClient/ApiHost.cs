using System.Text.Json;
using System.Text.Json.Serialization;
using GoldenSignals.ApiClient.Endpoints;
using GoldenSignals.ApiClient.Limits;
using GoldenSignals.ApiClient.Live;
using GoldenSignals.ApiClient.Metrics;
using GoldenSignals.ApiClient.Security;
using GoldenSignals.Silo;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace GoldenSignals.ApiClient;

/// <summary>Puts the API into a host. The grid, or a client of it, must be there too.</summary>
public static class ApiHost
{
    public static WebApplicationBuilder AddApi(this WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.AddSingleton(Options.Create(GridHosting.Bound<ApiOptions>(builder.Configuration, ApiOptions.Section)));
        services.AddSingleton<Grid>();
        services.AddSingleton<PageTokens>();
        services.AddSingleton<DecisionTexts>();
        builder.AddSecurity();
        services.AddSingleton<ReplaySlots>();
        services.AddHosted<StreamHub>();
        services.AddHosted<CanaryProbe>();

        services.ConfigureHttpJsonOptions(options => BeStrict(options.SerializerOptions));
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);       // so that ExceptionProblems can say what is wrong
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();                              // first, so it goes before the in-box one
        services.AddProblemDetails();
        services.AddExceptionHandler<ExceptionProblems>();
        services.AddValidation();
        services.AddApiDocument();
        builder.AddLimits();
        builder.AddMetrics();
        return builder;
    }

    public static WebApplication MapApi(this WebApplication app)
    {
        app.UseRetryAfter();
        app.UseSecurityHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseAddressQuotas();
        app.UseCompressedResponses();
        app.UseApiDocumentPage();
        app.UseDashboard();
        app.UseWebSockets();
        app.UseRouting();
        app.UseAccess();
        app.UseCallerQuotas();
        app.UseSymbolRoute();

        app.MapSymbols();
        app.MapUniverse();
        app.MapBars();
        app.MapIndicators();
        app.MapDecisions();
        app.MapBatches();
        app.MapLive();
        app.MapStates();
        app.MapWhatIf();
        app.MapSignals();
        app.MapInsights();
        app.MapAgents();
        app.MapStream();
        app.MapSocket();
        app.MapQueries();
        app.MapTicks();
        app.MapBarInput();
        app.MapNews();
        app.MapChains();
        app.MapUdf();
        app.MapStatus();
        app.MapKeys();
        app.MapHealth();
        app.MapMetrics();
        app.MapProblems();
        app.MapApiDocument();
        return app;
    }

    /// <summary>What .NET takes unless told otherwise, and the contract refuses: numbers as strings, unknown, doubled or differently cased fields, missing or null ones.</summary>
    private static void BeStrict(JsonSerializerOptions json)
    {
        json.NumberHandling = JsonNumberHandling.Strict;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.AllowDuplicateProperties = false;
        json.RespectRequiredConstructorParameters = true;
        json.RespectNullableAnnotations = true;
        json.PropertyNameCaseInsensitive = false;
        json.MaxDepth = 16;                                          // bodies need less, but the schemas of the OpenAPI document go through here too
    }

    /// <summary>Who is told to come again is told when: what answers 503 mends itself in about a second.</summary>
    private static void UseRetryAfter(this WebApplication app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(static state =>
        {
            var response = (HttpResponse)state;
            if (response.StatusCode == StatusCodes.Status503ServiceUnavailable && response.Headers.RetryAfter.Count == 0)
                response.Headers.RetryAfter = "1";
            return Task.CompletedTask;
        }, context.Response);
        return next(context);
    });

    internal static void AddHosted<T>(this IServiceCollection services) where T : class, IHostedService
    {
        services.AddSingleton<T>();
        services.AddHostedService(provider => provider.GetRequiredService<T>());
    }
}
