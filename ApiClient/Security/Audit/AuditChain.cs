using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GoldenSignals.ApiClient.Security.Audit;

/// <summary>A place in the log: everything up to it is what its hash stands for.</summary>
/// <param name="Sequence">Of the line, from 1; 0 before the first.</param>
internal readonly record struct AuditLink(long Sequence, string Hash)
{
    /// <summary>Where every log begins.</summary>
    public static AuditLink Start { get; } = new(0, new string('0', AuditChain.HashDigits));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Sequence}:{Hash}");

    public static AuditLink? Parse(string text) =>
        text.Split(':') is [var sequence, { Length: AuditChain.HashDigits } hash] && long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? new(number, hash) : null;
}

/// <summary>Lines of JSON that hang together: each tells the hash of the one before, and its own of all that stands before it.</summary>
/// <param name="key">With a key that whoever can write the file does not have, nobody can make the chain anew.</param>
internal sealed class AuditChain(byte[]? key)
{
    public const int HashDigits = 2 * SHA256.HashSizeInBytes;

    private const int EndLength = 9 + HashDigits + 2;                // ,"hash":"…"}

    private static readonly JsonWriterOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static ReadOnlySpan<byte> EndBegins => ",\"hash\":\""u8;

    /// <summary>Writes the line that follows a link.</summary>
    public AuditLink Write(AuditEntry entry, AuditLink before, IBufferWriter<byte> lines)
    {
        var line = new ArrayBufferWriter<byte>(512);
        long sequence = before.Sequence + 1;
        using (var json = new Utf8JsonWriter(line, s_plain))
        {
            json.WriteStartObject();
            json.WriteNumber("sequence", sequence);
            json.WriteString("time", Rfc3339.Format(entry.TimeUtc));
            json.WriteString("who", entry.Who);
            json.WriteString("from", entry.From);
            json.WriteString("what", entry.What);
            json.WriteNumber("status", entry.Status);
            if (entry.Code is not null)
                json.WriteString("code", entry.Code);
            if (entry.Count != 1)
                json.WriteNumber("count", entry.Count);
            json.WriteString("trace", entry.Trace);
            json.WriteString("previous", before.Hash);
        }
        var after = new AuditLink(sequence, HashOf(line.WrittenSpan));
        lines.Write(line.WrittenSpan);
        lines.Write(EndBegins);
        lines.Write(Encoding.ASCII.GetBytes(after.Hash));
        lines.Write("\"}\n"u8);
        return after;
    }

    /// <summary>What a line says of its place, whether or not it is true; null for what is no line of the log.</summary>
    public static (AuditLink Link, string Previous, DateTime TimeUtc)? Read(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            using var document = JsonDocument.ParseValue(ref reader);
            JsonElement root = document.RootElement;
            return Rfc3339.TryParse(root.GetProperty("time").GetString(), out DateTime time)
                ? (new(root.GetProperty("sequence").GetInt64(), root.GetProperty("hash").GetString()!), root.GetProperty("previous").GetString()!, time) : null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Whether a line is as it was written.</summary>
    public bool Holds(ReadOnlySpan<byte> line) =>
        line.Length > EndLength && line[^EndLength..].StartsWith(EndBegins) && line.EndsWith("\"}"u8)
        && line[^(HashDigits + 2)..^2].SequenceEqual(Encoding.ASCII.GetBytes(HashOf(line[..^EndLength])));

    private string HashOf(ReadOnlySpan<byte> text) => Convert.ToHexStringLower(key is null ? SHA256.HashData(text) : HMACSHA256.HashData(key, text));
}
