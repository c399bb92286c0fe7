using System.Net.Sockets;
using GoldenSignals.Grains;
using Npgsql;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace GoldenSignals.Silo.Storage.Postgres;

/// <summary>Which of PostgreSQL's errors pass by waiting, and how to wait. Only for work that may be done twice.</summary>
internal static class PostgresFaults
{
    public static bool Pass(Exception fault) => fault switch
    {
        // Also: shut down by an administrator or a crash, and a standby that has yet to become the primary.
        PostgresException answer => answer.IsTransient || answer.SqlState.StartsWith("57P", StringComparison.Ordinal) || answer.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction,
        NpgsqlException { InnerException: PostgresException inner } => Pass(inner),
        NpgsqlException lost => lost.IsTransient || lost.InnerException is EndOfStreamException or OperationCanceledException,
        TimeoutException or IOException or SocketException => true,
        _ => false,
    };

    /// <summary>Tries until it succeeds, ever less often.</summary>
    public static ResiliencePipeline Patient(TimeProvider clock, Action<Exception> failed) =>
        new ResiliencePipelineBuilder { TimeProvider = clock }.AddRetry(Retry(failed)).Build();

    /// <summary>Tries for so long at most.</summary>
    public static ResiliencePipeline Within(TimeSpan time, TimeProvider clock) =>
        new ResiliencePipelineBuilder { TimeProvider = clock }.AddTimeout(time).AddRetry(Retry(_ => { })).Build();

    /// <summary>What the grid's own code is told when waiting did not help.</summary>
    public static bool IsUnavailable(Exception fault) => fault is TimeoutRejectedException || Pass(fault);

    public static JournalUnavailableException Unavailable(string what, Exception fault) => new($"{what}: {Reason(fault)}", fault);

    /// <summary>One line that says what is wrong.</summary>
    public static string Reason(Exception fault) => fault switch
    {
        PostgresException answer => $"PostgreSQL says {answer.MessageText} ({answer.SqlState})",
        TimeoutRejectedException => "PostgreSQL does not answer in time",
        { InnerException: { } inner } when fault is NpgsqlException => $"{fault.Message} ({inner.Message})",
        _ => fault.Message,
    };

    private static RetryStrategyOptions Retry(Action<Exception> failed) => new()
    {
        ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Exception is { } fault && Pass(fault)),
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = TimeSpan.FromMilliseconds(20),
        MaxDelay = TimeSpan.FromSeconds(1),
        MaxRetryAttempts = int.MaxValue,
        OnRetry = attempt =>
        {
            failed(attempt.Outcome.Exception!);
            return default;
        },
    };
}
