using GoldenSignals.ApiClient.Security;
using Microsoft.Extensions.DependencyInjection;

namespace GoldenSignals.Api.Tests.Limits;

/// <summary>An API of a test's own, started at its first use.</summary>
internal class Started(params (string Name, string Value)[] settings) : IAsyncDisposable
{
    private bool _started;

    protected RunningApi Api { get; } = new();

    public IServiceProvider Services => Running().Services;

    public HttpClient Client => Running().Client;

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    public RunningApi Running()
    {
        if (!_started)
            Api.Start(null, settings).GetAwaiter().GetResult();
        _started = true;
        return Api;
    }
}

/// <summary>The same, and it asks for keys.</summary>
internal sealed class Keyed(params (string Name, string Value)[] settings) : Started([("Api:Auth", "Required"), .. settings])
{
    public async Task<string> Key() => (await Services.GetRequiredService<KeyRing>().Make(new KeyOrder("test", ["read"]))).Text;
}
