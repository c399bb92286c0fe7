using System.Diagnostics;

namespace Orleans.Runtime;

/// <summary>Carries the caller's activity to the turn of a call. Where somebody listens, the call is an activity of its own, from its start to its answer.</summary>
sealed class CallTraces
{
    static readonly ActivitySource Source = new("Microsoft.Orleans.Application");

    /// <summary>Begins the turn of a call. Its activity ends with its answer.</summary>
    internal static void Enter(Request request)
    {
        if (request.Caller is not { } caller)
        {
            return;
        }

        var call = Source.HasListeners() ? Source.StartActivity(Name(request.Method), ActivityKind.Server, caller.Context) : null;
        if (call is null)
        {
            Activity.Current = caller;
            return;
        }

        call.SetTag("rpc.system", "orleans").SetTag("rpc.service", request.Method.Info.DeclaringType!.Name).SetTag("rpc.method", request.Method.Info.Name);
        request.Answered.ContinueWith(static (answer, state) =>
        {
            var ended = (Activity)state!;
            if (answer.IsFaulted)
            {
                ended.SetStatus(ActivityStatusCode.Error, answer.Exception!.InnerException!.Message);
            }

            ended.Stop();
        }, call, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    static string Name(GrainMethod method) => $"{method.Info.DeclaringType!.Name}/{method.Info.Name}";
}
