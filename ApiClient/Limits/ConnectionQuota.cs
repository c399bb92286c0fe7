using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace GoldenSignals.ApiClient.Limits;

/// <summary>
/// Counts the connections of an address. Those beyond its quota are marked, so that their first request is told why it is refused; twice as many
/// are closed without a word.
/// </summary>
internal sealed class ConnectionQuota(IOptions<QuotaOptions> options)
{
    private readonly Places<AddressKey> _open = new();

    /// <summary>On a connection that its address should not have.</summary>
    public sealed record Beyond
    {
        public static Beyond Quota { get; } = new();
    }

    public void Watch(ListenOptions listen) => listen.Use(next => connection => Serve(connection, next));

    private async Task Serve(ConnectionContext connection, ConnectionDelegate next)
    {
        var address = AddressKey.Of((connection.RemoteEndPoint as IPEndPoint)?.Address);
        int open = _open.Enter(address), most = options.Value.ConnectionsOfAddress;
        try
        {
            if (open > 2L * most)
            {
                connection.Abort();
                return;
            }
            if (open > most)
                connection.Features.Set(Beyond.Quota);
            await next(connection);
        }
        finally
        {
            _open.Leave(address);
        }
    }
}
