using GoldenSignals.ApiClient.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>What the type of a problem points to.</summary>
internal static class ProblemEndpoints
{
    public static void MapProblems(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder problems = app.MapGroup("/problems").WithTags("Problems").Needs(Scopes.None);
        problems.MapGet("", () => TypedResults.Ok(Problems.All)).WithName("ListProblems").WithSummary("Every kind of problem that the API answers with.");
        problems.MapGet("/{code}", Get).WithName("GetProblem").ProducesProblem(404);
    }

    /// <summary>What a problem's type stands for.</summary>
    /// <param name="code">The problem's code.</param>
    internal static Results<Ok<Problem>, ProblemHttpResult> Get(string code) =>
        Problems.All.FirstOrDefault(problem => problem.Code == code) is { } problem
            ? TypedResults.Ok(problem)
            : Problems.NotFound.Answer("There is no problem of that code.");
}
