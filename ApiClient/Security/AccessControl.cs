using GoldenSignals.ApiClient.Security.Audit;

namespace GoldenSignals.ApiClient.Security;

/// <summary>Lets a request through when its caller may do what the route needs.</summary>
internal sealed class AccessControl(RequestDelegate next, Authenticator authenticator, AccessPolicy policy, AuditLog audit, TimeProvider clock)
{
    private const Scopes Audited = Scopes.Ingest | Scopes.Admin;

    public async Task Invoke(HttpContext context)
    {
        if (context.GetEndpoint() is not { } endpoint)
        {
            await next(context);
            return;
        }
        Scopes needed = endpoint.Metadata.GetMetadata<NeededScopes>()?.Scopes ?? Scopes.Read;
        Identity identity = await authenticator.Identify(context);
        if (identity.Refusal is { } refusal)
        {
            await Refuse(context, refusal, identity.Claimed);
            return;
        }
        Caller caller = identity.Caller ?? policy.Unknown(context);
        context.Features.Set(caller);
        if (!caller.May(needed))
            await Refuse(context, identity.Caller is null ? Problems.Unauthorized : Problems.Forbidden, identity.Caller?.Id);
        else if (needed.HasFlag(Scopes.Admin) && caller.Symbols is not null)
            await Refuse(context, Problems.Forbidden, caller.Id);
        else if (endpoint.Metadata.GetMetadata<OpenRequests>() is not null)
            await LetUntilEnded(context, caller);
        else if ((needed & Audited) != 0)
            await LetAndNote(context, caller);
        else
            await next(context);
    }

    private async Task LetUntilEnded(HttpContext context, Caller caller)
    {
        await using CancellationTokenRegistration revoked = caller.Ended.UnsafeRegister(static state => ((HttpContext)state!).Abort(), context);
        await using ITimer? ended = caller.UntilUtc is { } until ? clock.CreateTimer(static state => ((HttpContext)state!).Abort(), context, Left(until), Timeout.InfiniteTimeSpan) : null;
        await next(context);
    }

    private TimeSpan Left(DateTime untilUtc)
    {
        TimeSpan left = untilUtc - clock.GetUtcNow().UtcDateTime;
        return left < TimeSpan.Zero ? TimeSpan.Zero : left > TimeSpan.FromDays(40) ? TimeSpan.FromDays(40) : left;
    }

    private async Task LetAndNote(HttpContext context, Caller caller)
    {
        int status = StatusCodes.Status500InternalServerError;
        string? code = null;
        try
        {
            await next(context);
            (status, code) = (context.Response.StatusCode, ProblemWriter.CodeOf(context));
        }
        catch (ProblemException problem)
        {
            (status, code) = (problem.Answer.StatusCode, problem.Code);
            throw;
        }
        catch (BadHttpRequestException bad)
        {
            status = bad.StatusCode;
            throw;
        }
        finally
        {
            audit.Note(context, caller.Id, status, code);
        }
    }

    private async Task Refuse(HttpContext context, Problem problem, string? who)
    {
        audit.NoteRefusal(context, who, problem);
        if (problem.Status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"goldensignals\"";
        await problem.Answer(problem.Meaning).ExecuteAsync(context);
    }
}
