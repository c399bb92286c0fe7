using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using GoldenSignals.ApiClient.Security;
using GoldenSignals.Silo.Storage.Keys;

namespace GoldenSignals.Api.Tests.Security;

/// <summary>An API that asks for a key, and the files of its keys and its audit log.</summary>
public sealed class SecuredApi : IAsyncLifetime
{
    public const string Issuer = "https://issuer.test", Audience = "grid";

    public static readonly byte[] JwtSecret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    public RunningApi Api { get; } = new();

    public string Folder { get; } = Directory.CreateTempSubdirectory("gs-keys-").FullName;

    public string KeyFilePath => Path.Combine(Folder, "keys.json");

    public string AuditFolder => Path.Combine(Folder, "audit");

    /// <summary>Each process has an audit log of its own.</summary>
    public (string Name, string Value)[] SettingsOf(int process) =>
    [
        ("Api:Auth", "Required"), ("Api:KeyFile", KeyFilePath), ("Api:AuditFolder", process == 1 ? AuditFolder : $"{AuditFolder}-{process}"),
        ("Jwt:Issuer", Issuer), ("Jwt:Audience", Audience), ("Jwt:Secret", Convert.ToBase64String(JwtSecret)), ("Jwt:ClockSkew", "00:00:02"),
    ];

    public async Task InitializeAsync()
    {
        await Api.Start(null, SettingsOf(process: 1));
        await Api.IsReady();
    }

    public async Task DisposeAsync()
    {
        await Api.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Makes a key as a command does, in the file; the API knows of it when this ends.</summary>
    internal async Task<string> Key(params string[] scopes) => (await Key(new KeyOrder("test", scopes))).Text;

    internal async Task<(StoredKey Kept, string Text)> Key(KeyOrder order, DateTime? asOfUtc = null)
    {
        var made = order.Make(asOfUtc ?? DateTime.UtcNow);
        await new KeyFile(KeyFilePath).Add(made.Kept);
        await ((KeyRing)Api.Services.GetService(typeof(KeyRing))!).Refresh();
        return made;
    }

    public async Task<HttpResponseMessage> Send(HttpMethod method, string path, string? key, HttpContent? content = null)
    {
        using HttpRequestMessage request = Api.Request(method, path, content);
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await Api.Client.SendAsync(request);
    }

    public async Task<JsonElement> Get(string path, string? key, int status = 200) => await SomeTicks.Json(await Send(HttpMethod.Get, path, key), status);

    public async Task<JsonElement> Post(string path, string? key, string body, int status = 200) =>
        await SomeTicks.Json(await Send(HttpMethod.Post, path, key, SomeTicks.Body(body, "application/json")), status);

    public static string Token(string header, string claims, Func<byte[], byte[]> sign)
    {
        string signed = $"{Encoded(Encoding.UTF8.GetBytes(header))}.{Encoded(Encoding.UTF8.GetBytes(claims))}";
        return $"{signed}.{Encoded(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Encoded(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
