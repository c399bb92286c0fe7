using GoldenSignals.ApiClient.Security;
using GoldenSignals.Domain.Market;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;

namespace GoldenSignals.ApiClient;

/// <summary>Checks the <c>{symbol}</c> of every route, and finishes its decoding: routing leaves <c>%2F</c> as it is, but a symbol may hold a slash.</summary>
internal static class SymbolRoute
{
    private const string Name = "symbol";

    public static void UseSymbolRoute(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.Request.RouteValues.TryGetValue(Name, out object? value) && value is string text)
        {
            string symbol = Decoded(context, text);
            if (!SymbolName.IsValid(symbol))
            {
                await Problems.InvalidSymbol.Answer(Problems.InvalidSymbol.Meaning).ExecuteAsync(context);
                return;
            }
            context.Request.RouteValues[Name] = symbol;
            if (IsHidden(context, symbol))
            {
                await Hidden.ExecuteAsync(context);
                return;
            }
        }
        else if (context.Request.Query.TryGetValue(Name, out StringValues asked) && asked is [{ } one] && SymbolName.IsValid(one) && IsHidden(context, one))
        {
            await Hidden.ExecuteAsync(context);
            return;
        }
        await next(context);
    });

    private static ProblemHttpResult Hidden => Problems.UnknownSymbol.Answer(Problems.UnknownSymbol.Meaning);

    /// <summary>A symbol that the caller may not see is one that the grid does not have. What is sent in is told so item by item.</summary>
    private static bool IsHidden(HttpContext context, string symbol) =>
        !context.Caller().MaySee(symbol) && context.GetEndpoint()?.Metadata.GetMetadata<NeededScopes>()?.Scopes.HasFlag(Scopes.Ingest) is not true;

    /// <summary>The same check for a symbol in a query.</summary>
    /// <exception cref="ProblemException">422 invalid-symbol.</exception>
    public static string Checked(string symbol, string parameter = Name) =>
        SymbolName.IsValid(symbol) ? symbol : throw Problems.InvalidSymbol.Because(Problems.InvalidSymbol.Meaning, ("parameter", parameter));

    /// <summary>A part of the path in which routing has left <c>%2F</c>.</summary>
    public static string Decoded(HttpContext context, string text)
    {
        // %252F has become %2F by now. Decoding that too would be decoding twice, and no symbol holds a percent sign.
        string target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        return target.Contains("%25", StringComparison.Ordinal) ? text : text.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
    }
}
