using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GoldenSignals.ApiClient.Endpoints;
using GoldenSignals.ApiClient.Security;
using GoldenSignals.Grains;

namespace GoldenSignals.ApiClient;

/// <summary>Does a request that carries an <c>Idempotency-Key</c> once, however often it is sent and to whichever API process: the others are answered as the first was.</summary>
internal sealed class OncePerKey(Grid grid, HttpRequest request)
{
    public const string Header = "Idempotency-Key", Replayed = "Idempotency-Replayed";

    private const int LongestKey = 255;

    /// <param name="body">Unpacked: the same request may be packed another time.</param>
    /// <param name="work">What the request asks for.</param>
    /// <exception cref="ProblemException">400 invalid-parameter, 409 request-in-progress, 422 idempotency-key-reused.</exception>
    public async Task<TickReceipt> Run(ReadOnlyMemory<byte> body, Func<Task<TickReceipt>> work)
    {
        if (request.Headers[Header] is not { Count: > 0 } keys)
            return await work();
        string key = $"{request.HttpContext.Caller().Id}\n{Checked(keys.Count == 1 ? keys[0] : null)}";
        IIdempotencyGrain answers = grid.AnswersOf(key);
        OnceState state = await answers.Begin(new(key, DigestOf(body.Span)));
        switch (state.Stage)
        {
            case OnceStage.Running:
                request.HttpContext.Response.Headers.RetryAfter = "1";
                throw Problems.RequestInProgress.Because("The first request with this key has not been answered yet.");
            case OnceStage.Another:
                throw Problems.IdempotencyKeyReused.Because("The first request with this key was another one: it had another body, or went to another resource.");
            case OnceStage.Done:
                request.HttpContext.Response.Headers[Replayed] = "true";
                return JsonSerializer.Deserialize<TickReceipt>(state.Answer!, JsonSerializerOptions.Web)!;
        }
        return await Do(answers, key, work);
    }

    private static async Task<TickReceipt> Do(IIdempotencyGrain answers, string key, Func<Task<TickReceipt>> work)
    {
        TickReceipt? receipt = null;
        try
        {
            receipt = await work();
        }
        finally
        {
            // What could not be done now may be, when it is sent again.
            if (receipt is null || Array.Exists(receipt.Rejected, rejected => rejected.Code == Problems.Unavailable.Code))
                await answers.Forget(key);
            else
                await answers.Done(new(key, JsonSerializer.SerializeToUtf8Bytes(receipt, JsonSerializerOptions.Web)));
        }
        return receipt;
    }

    private static string Checked(string? key) =>
        key is { Length: > 0 and <= LongestKey } && key.All(c => c is > ' ' and <= '~') ? key
        : throw Problems.InvalidParameter.Because($"{Header} is 1 to {LongestKey} printable ASCII characters without blanks.", ("parameter", Header));

    private string DigestOf(ReadOnlySpan<byte> body)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(Encoding.UTF8.GetBytes($"{request.Path.Value}\n{RequestBody.IsJsonLines(request)}\n"));
        digest.AppendData(body);
        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }
}

/// <summary>On a route: that it takes an <c>Idempotency-Key</c>.</summary>
internal sealed record TakesKey;

internal static class OncePerKeyRoute
{
    public static RouteHandlerBuilder TakesIdempotencyKey(this RouteHandlerBuilder route) => route.WithMetadata(new TakesKey()).ProducesProblem(409);
}
