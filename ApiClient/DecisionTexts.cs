using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Silo.Json;
using Microsoft.Extensions.Options;

namespace GoldenSignals.ApiClient;

/// <summary>
/// The latest decisions as JSON. One is explained and written once, however often it is asked for: that costs a thousand times what handing it out
/// does. What changes from one request to the next, its age, stands at the end and is written each time.
/// </summary>
internal sealed class DecisionTexts(DecisionModel model, IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json)
{
    /// <summary>Of as many symbols: some 20 KB each.</summary>
    private const int Most = 2_000;

    private readonly ConcurrentDictionary<string, Written> _written = new(StringComparer.Ordinal);

    /// <summary>A decision, and how old what it rests on is.</summary>
    public DecisionAnswer Of(Decision decision, in DecisionAge age) => new(this, decision, age);

    internal DecisionDocument Document(Decision decision, in DecisionAge age) =>
        DecisionDocument.From(decision, model) with { Stale = age.Stale, AgeSeconds = age.Seconds, Gap = age.Gap };

    /// <summary>All of a decision's JSON but its age and the brace that ends it.</summary>
    internal ReadOnlyMemory<byte> Start(Decision decision)
    {
        if (_written.TryGetValue(decision.Symbol, out Written? written) && written.IsOf(decision))
            return written.Text;
        byte[] whole = JsonSerializer.SerializeToUtf8Bytes(DecisionDocument.From(decision, model), json.Value.SerializerOptions);
        written = new(decision, whole.AsMemory(..^1));
        if (_written.Count >= Most)
            _written.Clear();
        _written[decision.Symbol] = written;
        return written.Text;
    }

    private sealed record Written(Decision Decision, ReadOnlyMemory<byte> Text)
    {
        /// <summary>In a cluster the same decision comes as another object each time.</summary>
        public bool IsOf(Decision other) => ReferenceEquals(Decision, other)
            || Decision.BarTimeUtc == other.BarTimeUtc && Decision.Interval == other.Interval && Decision.Configuration == other.Configuration
                && Decision.Score.Equals(other.Score) && Decision.Price.Equals(other.Price);
    }
}

/// <param name="Seconds">Null when nothing tells the time.</param>
internal readonly record struct DecisionAge(bool Stale, double? Seconds, bool Gap);

/// <summary>Answers with a decision.</summary>
internal sealed class DecisionAnswer(DecisionTexts texts, Decision decision, DecisionAge age) : IResult, IValueHttpResult<DecisionDocument>, IStatusCodeHttpResult
{
    private const int LongestEnd = 128;

    public DecisionDocument Value => texts.Document(decision, age);

    public int? StatusCode => StatusCodes.Status200OK;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        ReadOnlyMemory<byte> start = texts.Start(decision);
        Span<byte> end = stackalloc byte[LongestEnd];
        end = end[..End(end)];
        HttpResponse response = httpContext.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = start.Length + end.Length;
        response.BodyWriter.Write(start.Span);
        response.BodyWriter.Write(end);
        return response.BodyWriter.FlushAsync(httpContext.RequestAborted).AsTask();
    }

    /// <summary>The members that the document has last.</summary>
    private int End(Span<byte> to)
    {
        int used = Copied(age.Stale ? ",\"stale\":true"u8 : ",\"stale\":false"u8, to);
        if (age.Seconds is { } seconds)
        {
            used += Copied(",\"ageSeconds\":"u8, to[used..]);
            seconds.TryFormat(to[used..], out int digits, provider: CultureInfo.InvariantCulture);
            used += digits;
        }
        return used + Copied(age.Gap ? ",\"gap\":true}"u8 : ",\"gap\":false}"u8, to[used..]);
    }

    private static int Copied(ReadOnlySpan<byte> text, Span<byte> to)
    {
        text.CopyTo(to);
        return text.Length;
    }
}
