using System.CommandLine;
using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Http.Headers;
using GoldenSignals.Silo.Commands;

namespace GoldenSignals.ApiClient.Commands;

/// <summary>A grid that runs elsewhere, as the commands that talk to one name it: <c>--url</c>, and a key that is in no command line.</summary>
static class RemoteGrid
{
    /// <summary>Holds the key; a command line could be read by others on the machine.</summary>
    public const string KeyVariable = "GOLDENSIGNALS_KEY";

    public static Option<string> Url() => new("--url")
    {
        Description = "Where the grid's API is",
        DefaultValueFactory = _ => "http://127.0.0.1:8080",
        Validators = { result => CommandLine.Require(result, result.Tokens is not [.., var token] || Parse(token.Value) is not null, "--url takes an http or https URL") },
    };

    public static Option<string?> KeyFile() => CommandLine.File("--key-file", $"File that holds the key of the API; without it the variable {KeyVariable}, or no key");

    /// <exception cref="ValidationException">The file holds no key.</exception>
    public static HttpClient Client(string url, string? keyFile)
    {
        var client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All, AllowAutoRedirect = false }) { BaseAddress = Parse(url), Timeout = TimeSpan.FromSeconds(30) };
        string? key = (keyFile is null ? Environment.GetEnvironmentVariable(KeyVariable) : File.ReadAllText(keyFile))?.Trim();
        if (keyFile is not null && string.IsNullOrEmpty(key))
            throw new ValidationException($"{keyFile} holds no key");
        if (key is { Length: > 0 })
        {
            if (!key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '~' or '+' or '/' or '='))
                throw new ValidationException($"{keyFile ?? KeyVariable} holds something that is no key");
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
        return client;
    }

    private static Uri? Parse(string url) =>
        Uri.TryCreate(url.EndsWith('/') ? url : url + '/', UriKind.Absolute, out Uri? parsed) && parsed.Scheme is ("http" or "https") && parsed.UserInfo.Length == 0 && parsed.Query.Length == 0 ? parsed : null;
}
