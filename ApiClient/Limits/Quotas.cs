using System.Globalization;
using GoldenSignals.ApiClient.Metrics;
using GoldenSignals.ApiClient.Security;
using Microsoft.Extensions.Options;

namespace GoldenSignals.ApiClient.Limits;

/// <summary>Refuses what is more than an address or a caller may ask for. What is refused early costs little: an address is looked at before its key is.</summary>
internal sealed class Quotas
{
    private static readonly TimeSpan s_streamRetry = TimeSpan.FromSeconds(5);

    private readonly Allowances<AddressKey> _addresses;
    private readonly Allowances<string> _callers;
    private readonly Places<string> _streams = new();
    private readonly Policy _address, _caller;
    private readonly int _mostStreams;
    private readonly GridMetrics _metrics;

    public Quotas(IOptions<QuotaOptions> options, GridMetrics metrics, TimeProvider clock)
    {
        _metrics = metrics;
        QuotaOptions quota = options.Value;
        Rate address = new(quota.RequestsOfAddress, quota.Window), caller = new(quota.Requests, quota.Window);
        (_addresses, _callers) = (new(address, clock), new(caller, clock));
        (_address, _caller) = (new("address", address), new("caller", caller));
        _mostStreams = quota.Streams;
    }

    /// <summary>By address, before anything else is done for a request.</summary>
    public Task OfAddress(HttpContext context, RequestDelegate next)
    {
        var told = new RequestStanding();
        context.Features.Set(told);
        context.Response.OnStarting(static state =>
        {
            var context = (HttpContext)state;
            context.Features.Get<RequestStanding>()!.Tell(context.Response.Headers);
            return Task.CompletedTask;
        }, context);
        if (context.Features.Get<ConnectionQuota.Beyond>() is not null)
        {
            context.Response.Headers.Connection = "close";
            return Refuse(context, "connections", Problems.TooManyConnections, s_streamRetry.Ticks);
        }
        Standing standing = _addresses.Take(AddressKey.Of(context.Connection.RemoteIpAddress));
        told.Is(_address, standing);
        return standing.Granted ? next(context) : Refuse(context, _address.Name, Problems.TooManyRequests, standing.NextIn);
    }

    /// <summary>By caller, once it is known who that is; also what they have open.</summary>
    public Task OfCaller(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<Caller>() is not { } caller)
            return next(context);
        Standing standing = _callers.Take(caller.Id);
        context.Features.Get<RequestStanding>()!.Is(_caller, standing);
        return !standing.Granted ? Refuse(context, _caller.Name, Problems.TooManyRequests, standing.NextIn)
            : context.GetEndpoint()?.Metadata.GetMetadata<OpenRequests>() is not null ? OfStream(context, caller.Id, next)
            : next(context);
    }

    private async Task OfStream(HttpContext context, string caller, RequestDelegate next)
    {
        int open = _streams.Enter(caller);
        try
        {
            await (open > _mostStreams ? Refuse(context, "streams", Problems.TooManyStreams, s_streamRetry.Ticks) : next(context));
        }
        finally
        {
            _streams.Leave(caller);
        }
    }

    private Task Refuse(HttpContext context, string quota, Problem problem, long retryIn)
    {
        _metrics.Refused(quota);
        context.Response.Headers.RetryAfter = Math.Max(1, Standing.Seconds(retryIn)).ToString(CultureInfo.InvariantCulture);
        return problem.Answer(problem.Meaning).ExecuteAsync(context);
    }
}
