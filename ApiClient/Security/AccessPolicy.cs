using System.ComponentModel.DataAnnotations;
using System.Net;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage.Keys;
using Microsoft.Extensions.Options;

namespace GoldenSignals.ApiClient.Security;

/// <summary>Whether a key must be shown.</summary>
public enum AuthMode
{
    /// <summary>An embedded grid lets those on its own machine read and send without one.</summary>
    Auto,

    /// <summary>Always.</summary>
    Required,
}

/// <summary>Who may do what without showing a key, and when the API may be started at all.</summary>
internal sealed class AccessPolicy(IOptions<ApiOptions> options, IOptions<GridOptions> grid, KeyRing keys, JwtVerifier tokens)
{
    private const Scopes Open = Scopes.Read | Scopes.Ingest;

    private static readonly Caller s_here = new(IPAddress.Loopback.ToString(), Open), s_hereBySix = new(IPAddress.IPv6Loopback.ToString(), Open);

    /// <summary>Whether those on this machine may read and send without a key.</summary>
    public bool IsOpen { get; } = options.Value.Auth == AuthMode.Auto && grid.Value.Mode == GridMode.Embedded;

    /// <summary>Refuses a start after which the grid would be open to others, or to nobody.</summary>
    /// <exception cref="ValidationException">No key and no token would be taken, and one is needed.</exception>
    public void Require(IPEndPoint address)
    {
        bool beyond = !IPAddress.IsLoopback(address.Address);
        if (IsOpen && !beyond || keys.HasKeys || tokens.HasKeys)
            return;
        string why = beyond ? $"{address} can be reached from other machines" : options.Value.Auth == AuthMode.Required ? "Api:Auth=Required asks for a key" : "the API of a cluster asks for a key";
        string how = keys.Store is MemoryKeys
            ? "nothing is kept here that could hold one: set Api:KeyFile to a file and './run keys create --set Api:KeyFile=FILE' makes a key in it"
            : $"{keys.Store.Place} has none: './run keys create --name NAME --scopes read,ingest,admin' makes one, with --folder for another data folder";
        throw new ValidationException($"{why}, and {how} (or have Jwt:KeyFile{(beyond ? ", or --bind 127.0.0.1" : "")})");
    }

    /// <summary>Who asks without showing anything: from this machine, where the grid is open, a caller who may read and send; else one who may nothing.</summary>
    public Caller Unknown(HttpContext context) =>
        IsOpen && IsHere(context) ? context.Connection.RemoteIpAddress is { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } ? s_hereBySix : s_here
        : new(context.Connection.RemoteIpAddress?.ToString() ?? "unknown", Scopes.None);

    /// <summary>
    /// Whether the request was made on this machine for this machine. A page that a browser here has open, and a proxy here that others reach, send from
    /// this machine too: the one names another origin or host, the other says for whom it asks.
    /// </summary>
    private static bool IsHere(HttpContext context)
    {
        ConnectionInfo connection = context.Connection;
        IHeaderDictionary headers = context.Request.Headers;
        return IsLoopback(connection.RemoteIpAddress) && IsLoopback(connection.LocalIpAddress)
            && IsLoopbackName(context.Request.Host.Host)
            && !headers.ContainsKey("Forwarded") && !headers.ContainsKey("X-Forwarded-For")
            && (headers.Origin.Count == 0 || Uri.TryCreate(headers.Origin.ToString(), UriKind.Absolute, out Uri? origin) && origin.Authority == context.Request.Host.Value);
    }

    private static bool IsLoopback(IPAddress? address) => address is null || IPAddress.IsLoopback(address);      // null: not by the network

    private static bool IsLoopbackName(string host) => host is "localhost" or "127.0.0.1" or "[::1]" || IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address);
}
