using GoldenSignals.Domain.Storage;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;

namespace GoldenSignals.Grains;

/// <summary>How the universe comes back, and writes the next snapshot. What the shards decided since is told by them again.</summary>
public sealed partial class UniverseGrain
{
    private const byte FormatVersion = 2, WithoutWeights = 1;

    /// <summary>Often: what is behind it waits in memory, bar time by bar time, until every shard has told it again.</summary>
    private static readonly TimeSpan s_mostBetweenSnapshots = TimeSpan.FromMinutes(1);

    private SnapshotRing? _ring;
    private long _reports, _saved;
    private Task _saving = Task.CompletedTask;

    private static readonly TimeSpan s_silence = TimeSpan.FromMinutes(1);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (snapshots.Interval is not { } interval)
            return;
        _ring = snapshots.Of(this.GetGrainId());
        foreach (SnapshotEntry entry in await _ring.Entries())
            if (await _ring.Read(entry) is { } bytes && Restore(entry, bytes))
                break;
        TimeSpan period = interval < s_mostBetweenSnapshots ? interval : s_mostBetweenSnapshots;
        this.RegisterGrainTimer(static (universe, _) => universe.BeginSave(), this, new GrainTimerCreationOptions(period, period) { KeepAlive = true });
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Save();

    public Task<string?> Degraded() => Task.FromResult(storage?.Degraded ?? Behind());

    /// <summary>Says so while feeds tell of the time and the grid comes to it late. Of a feed that is silent each symbol says how old it is.</summary>
    private string? Behind()
    {
        DateTime heard = clock.GetUtcNow().UtcDateTime - s_silence;
        TimeSpan behind = TimeSpan.Zero;
        foreach ((_, ShardTotals totals) in _shards.Values)
            if (totals.HeardUtc > heard && totals.HeardUtc - totals.WatermarkUtc is var late && late > behind)
                behind = late;                                       // not the last decision's lag: with bars of a day that is one of yesterday
        return options.Value.Live && behind > options.Value.DegradedLag
            ? FormattableString.Invariant($"decisions are {behind.TotalSeconds:F0} s behind the clock") : null;
    }

    public async Task Save()
    {
        await _saving;
        await BeginSave();
        await _saving;
    }

    /// <summary>Writes beside the work: whoever asks meanwhile does not wait for a disk or a database. While that is under way, not again.</summary>
    private Task BeginSave()
    {
        if (_ring is not null && _reports != _saved && _saving.IsCompleted)
            _saving = Told(Write(_ring, _reports, _decidedUntilUtc.Max(), ToBytes()));
        return Task.CompletedTask;
    }

    /// <summary>A snapshot that is written when this completes, or fails.</summary>
    private async Task MustSave()
    {
        await _saving;
        if (_ring is not null)
            await Write(_ring, _reports, _decidedUntilUtc.Max(), ToBytes());
    }

    private byte[] ToBytes()
    {
        var to = new StateWriter(1 << 20);
        to.Byte(FormatVersion);
        to.Int(options.Value.Shards);
        for (int shard = 0; shard < options.Value.Shards; shard++)
        {
            to.Int(_known[shard]);
            to.Time(_decidedUntilUtc[shard]);
        }
        to.Int(_rows.Count);
        foreach (SymbolRow row in _rows.Values)
        {
            to.Text(row.Symbol);
            to.Span(row.Interval);
            Intake.SaveRow(to, row);
        }
        to.Int(_switches.Count);
        foreach (AgentSwitch off in _switches)
        {
            to.Text(off.Agent);
            to.Time(off.FromBarUtc);
            to.Text(off.Reason);
            to.Double(off.Weight);
        }
        to.Int(_times.Count);
        foreach ((TimeSpan interval, MarketTimes times) in _times)
        {
            to.Span(interval);
            times.Save(to);
        }
        return to.ToArray();
    }

    private async Task Write(SnapshotRing ring, long reports, DateTime asOf, byte[] bytes)
    {
        await ring.Write(reports, asOf, clock.GetUtcNow().UtcDateTime, bytes);
        _saved = reports;
    }

    private async Task Told(Task saving)
    {
        try
        {
            await saving;
        }
#pragma warning disable CA1031                                        // the shards tell it all again; the next snapshot tries again
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogNotSaved(log, error);
        }
    }

    private bool Restore(SnapshotEntry entry, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            Restore(new StateReader(bytes));
            return true;
        }
        catch (InvalidDataException wrong)
        {
            LogRefused(log, entry.Place, wrong);
            _rows.Clear();
            _switches.Clear();
            _times.Clear();
            Array.Clear(_known);
            Array.Clear(_decidedUntilUtc);
            return false;
        }
    }

    private void Restore(StateReader from)
    {
        byte version = from.Byte();
        if (version is not (FormatVersion or WithoutWeights) || from.Int() != options.Value.Shards)
            throw from.Wrong("it is of another format version or number of shards");
        for (int shard = 0; shard < options.Value.Shards; shard++)
            (_known[shard], _decidedUntilUtc[shard]) = (from.Int(), from.Time());
        for (int left = from.Count(); left > 0; left--)
        {
            string symbol = from.Text();
            _rows[symbol] = Intake.ReadRow(from, symbol, from.Span());
        }
        for (int left = from.Count(); left > 0; left--)
            _switches.Add(new(from.Text(), from.Time(), from.Text()) { Weight = version == WithoutWeights ? 1 : from.Double() });
        for (int left = from.Count(); left > 0; left--)
        {
            TimeSpan interval = from.Span();
            _times[interval] = MarketTimes.Restore(from, interval, options.Value.Shards);
        }
        from.End();
    }

    [LoggerMessage(LogLevel.Error, "Snapshot {Place} of the universe cannot be used; the one before it is")]
    private static partial void LogRefused(ILogger log, int place, Exception error);

    [LoggerMessage(LogLevel.Warning, "The universe could not write its snapshot; the shards tell it again what is behind the last one")]
    private static partial void LogNotSaved(ILogger log, Exception error);
}
