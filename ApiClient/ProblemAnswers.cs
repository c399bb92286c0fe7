using System.Diagnostics;
using System.Text.RegularExpressions;
using GoldenSignals.Grains;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace GoldenSignals.ApiClient;

/// <summary>Writes every problem as problem+json with its code and traceId, whatever the request's Accept says: an event stream's client must learn of it too.</summary>
internal sealed class ProblemWriter(IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json) : IProblemDetailsWriter
{
    private static readonly object s_code = new();

    /// <summary>Which problem a request was answered with; null for none.</summary>
    public static string? CodeOf(HttpContext context) => context.Items.TryGetValue(s_code, out object? code) ? (string?)code : null;

    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        HttpResponse response = context.HttpContext.Response;
        int status = problem.Status ??= response.StatusCode;
        if (problem is HttpValidationProblemDetails { Errors: var errors })
            Fill(Problems.InvalidParameter, string.Join(' ', errors.SelectMany(error => error.Value)), errors.Keys.FirstOrDefault());
        else if (!problem.Extensions.ContainsKey("code"))
            Fill(Problems.OfStatus(status), null, null);
        problem.Extensions["traceId"] = Activity.Current?.Id ?? context.HttpContext.TraceIdentifier;
        context.HttpContext.Items[s_code] = problem.Extensions["code"];
        if (context.HttpContext.Request.Path.StartsWithSegments("/udf"))           // charts look for these two, and nothing else
            (problem.Extensions["s"], problem.Extensions["errmsg"]) = ("error", problem.Detail ?? problem.Title);
        response.StatusCode = status;
        // As the base type: what a subclass adds is told by detail and extensions.
        await response.WriteAsJsonAsync<ProblemDetails>(problem, json.Value.SerializerOptions, "application/problem+json", context.HttpContext.RequestAborted);

        void Fill(Problem kind, string? detail, string? parameter)
        {
            (problem.Type, problem.Title, problem.Extensions["code"]) = (kind.Type, kind.Title, kind.Code);
            problem.Detail = detail ?? problem.Detail;
            if (parameter is not null)
                problem.Extensions["parameter"] = parameter;
        }
    }
}

/// <summary>Turns what a request's own fault throws into its problem. The rest stays a 500, logged, without a word of the exception to the caller.</summary>
internal sealed partial class ExceptionProblems : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        ProblemHttpResult? answer = exception switch
        {
            ProblemException problem => problem.Answer,
            BadHttpRequestException bad => AnswerTo(bad),
            JournalUnavailableException => Problems.Unavailable.Answer("What the grid has written down cannot be read now."),
            TimeoutException => Problems.Unavailable.Answer("The grid did not answer in time."),
            _ => null,
        };
        if (answer is null)
            return false;
        await answer.ExecuteAsync(context);
        return true;
    }

    private static ProblemHttpResult AnswerTo(BadHttpRequestException bad) =>
        Binding().Match(bad.Message) is { Success: true } match
            ? Problems.InvalidParameter.Answer($"{match.Groups["name"]} cannot be read.", ("parameter", match.Groups["name"].Value))
            : Problems.OfStatus(bad.StatusCode).Answer(bad.Message);

    /// <summary>How minimal APIs tell of a parameter that is not of its type.</summary>
    [GeneratedRegex("^(Failed to bind parameter|Required parameter) \"\\S+ (?<name>\\w+)\"")]
    private static partial Regex Binding();
}
