using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace GoldenSignals.ApiClient.Security.Audit;

/// <summary>Who did what, when, from where, and what came of it: what is sent in, what administrators do, and whoever is refused.</summary>
internal sealed partial class AuditLog(AuditPlace place, IOptions<ApiOptions> options, TimeProvider clock, ILogger<AuditLog> log) : BackgroundService
{
    private const int MaxWaiting = 100_000, MaxRefusalsASecond = 50, MaxText = 200;

    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(200);

    private readonly Channel<AuditEntry> _waiting = Channel.CreateBounded<AuditEntry>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly Lock _files = new(), _counting = new();
    private AuditFiles? _open;
    private long _lost, _refusedMore, _second;
    private int _refused;
    private bool _failing;

    /// <summary>Notes a request that was let through.</summary>
    public void Note(HttpContext context, string who, int status, string? code)
    {
        if (_open is not null)
            Add(Of(context, who, status, code));
    }

    /// <summary>Notes a request that was not. Of very many in a second only the first are told one by one: nobody shall fill the disk by asking.</summary>
    public void NoteRefusal(HttpContext context, string? who, Problem problem)
    {
        if (_open is null)
            return;
        lock (_counting)
        {
            long second = clock.GetUtcNow().Ticks / TimeSpan.TicksPerSecond;
            if (second != _second)
                (_second, _refused) = (second, 0);
            if (++_refused > MaxRefusalsASecond)
            {
                _refusedMore++;
                return;
            }
        }
        Add(Of(context, who, problem.Status, problem.Code));
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (place.Folder is not null)
            _open = new(place.Folder, new AuditChain(options.Value.AuditKey is { } key ? Convert.FromBase64String(key) : null));
        if (_open?.TornBytes is > 0 and var torn)
            Add(Own("a line that was not finished was cut off, of so many bytes", torn));
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_open is not { } files)
            return;
        Task settling = Settle(files, stoppingToken);
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
                Write(files);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Write(files);
        }
        await settling;
    }

    public override void Dispose()
    {
        _open?.Dispose();
        base.Dispose();
    }

    private async Task Settle(AuditFiles files, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(s_settle, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
                Attempt(() => Settle(files));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Attempt(() => Settle(files));
        }
    }

    private void Settle(AuditFiles files)
    {
        long more = Interlocked.Exchange(ref _refusedMore, 0), lost = Interlocked.Exchange(ref _lost, 0);
        if (more > 0)
            files.Add(Own("further requests were refused", more));
        if (lost > 0)
            files.Add(Own("entries were lost: the log could not be written", lost));
        files.Write();
        files.Settle();
    }

    private void Write(AuditFiles files) => Attempt(() =>
    {
        while (!files.IsFull && _waiting.Reader.TryRead(out AuditEntry? entry))
            files.Add(entry);
        files.Write();
    });

    /// <summary>The grid goes on when its log cannot be written; it says so, and what is missing is told once it can.</summary>
    private void Attempt(Action work)
    {
        try
        {
            lock (_files)
                work();
            _failing = false;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            if (!_failing)
                LogFault(log, place.Folder!, fault.Message);
            _failing = true;
        }
    }

    private void Add(AuditEntry entry)
    {
        if (!_waiting.Writer.TryWrite(entry))
            Interlocked.Increment(ref _lost);
    }

    private AuditEntry Of(HttpContext context, string? who, int status, string? code) => new(
        clock.GetUtcNow().UtcDateTime, who, context.Connection.RemoteIpAddress?.ToString(), Short($"{context.Request.Method} {context.Request.Path.Value}"), status, code,
        Activity.Current?.Id ?? context.TraceIdentifier);

    private AuditEntry Own(string what, long count) => new(clock.GetUtcNow().UtcDateTime, null, null, what, 0, null, null, count);

    private static string Short(string text) => text.Length <= MaxText ? text : text[..MaxText];

    [LoggerMessage(LogLevel.Error, "The audit log in {Folder} cannot be written: {Reason}")]
    private static partial void LogFault(ILogger log, string folder, string reason);
}

/// <param name="Folder">Where the log is kept; null for nowhere.</param>
internal sealed record AuditPlace(string? Folder)
{
    /// <summary>In a data folder.</summary>
    public const string Name = "audit";
}
