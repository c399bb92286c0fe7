using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace GoldenSignals.ApiClient;

/// <summary>How an answer is given: only the fields that are asked for, and of what will not change any more with a tag, so that nobody is sent it twice.</summary>
internal static class Representation
{
    private const string Parameter = "fields";

    /// <summary>Takes <c>fields=</c>, and answers 304 to who has a final answer already.</summary>
    /// <typeparam name="T">What the route answers with.</typeparam>
    /// <param name="rows">Its member that holds rows: then the fields are theirs.</param>
    public static RouteHandlerBuilder Represents<T>(this RouteHandlerBuilder route, string? rows = null) =>
        route.WithMetadata(new SelectableFields(rows)).AddEndpointFilter(async (invocation, next) =>
        {
            HttpContext context = invocation.HttpContext;
            FieldMask? mask = context.Request.Query.TryGetValue(Parameter, out var fields) ? FieldMask.Parse(fields.ToString(), MaskedType<T>(context, rows), Json(context)) : null;
            object? result = await next(invocation);
            while (result is INestedHttpResult nested)
                result = nested.Result;
            bool final = context.Features.Get<FinalAnswer>() is not null;
            return (mask is not null || final) && result is IValueHttpResult<T> { Value: { } value }
                ? new Represented(Bytes(value, mask, rows, Json(context)), final) : result;
        });

    /// <summary>Says of a route that it may have final answers.</summary>
    public static RouteHandlerBuilder MayBeFinal(this RouteHandlerBuilder route) => route.WithMetadata(new FinalAnswers());

    /// <summary>Marks the answer of a request: whenever it is asked again, it will be the same.</summary>
    public static void IsFinal(this HttpContext context, bool isFinal = true)
    {
        if (isFinal)
            context.Features.Set(FinalAnswer.Instance);
    }

    private static byte[] Bytes<T>(T value, FieldMask? mask, string? rows, JsonSerializerOptions json)
    {
        byte[] whole = JsonSerializer.SerializeToUtf8Bytes(value, json);
        return mask is null ? whole : mask.Apply(whole, rows);
    }

    private static Type MaskedType<T>(HttpContext context, string? rows) =>
        rows is null ? typeof(T) : Json(context).GetTypeInfo(typeof(T)).Properties.Single(member => member.Name == rows).PropertyType;

    private static JsonSerializerOptions Json(HttpContext context) =>
        context.RequestServices.GetRequiredService<IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>>().Value.SerializerOptions;

    private sealed class FinalAnswer
    {
        public static FinalAnswer Instance { get; } = new();
    }

    private sealed class Represented(byte[] body, bool final) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            HttpResponse response = httpContext.Response;
            if (final)
            {
                // Weak: a compressed answer is the same one.
                var tag = new EntityTagHeaderValue($"\"{Base64Url.EncodeToString(SHA256.HashData(body).AsSpan(0, 16))}\"", isWeak: true);
                response.Headers.ETag = tag.ToString();
                response.Headers.CacheControl = "private, no-cache";
                if (httpContext.Request.GetTypedHeaders().IfNoneMatch.Any(had => had.Equals(EntityTagHeaderValue.Any) || had.Compare(tag, useStrongComparison: false)))
                {
                    response.StatusCode = StatusCodes.Status304NotModified;
                    return Task.CompletedTask;
                }
            }
            response.ContentType = "application/json; charset=utf-8";
            response.ContentLength = body.Length;
            return response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
        }
    }
}

/// <summary>On a route: that it takes <c>fields=</c>.</summary>
/// <param name="Rows">The member that holds the rows whose fields they are; null when they are the answer's own.</param>
internal sealed record SelectableFields(string? Rows);

/// <summary>On a route: that some of its answers will not change any more.</summary>
internal sealed record FinalAnswers;
