using GoldenSignals.Domain.Consensus;
using Microsoft.Extensions.Logging;

namespace GoldenSignals.Grains;

/// <summary>Tells the universe what a shard has decided: every record of its journal once, in order, even when one of the two has to begin anew.</summary>
internal sealed partial class UniverseLink(IUniverseGrain universe, IJournal journal, int shard, ILogger log)
{
    private readonly List<SymbolRow> _rows = [];                      // not yet told, and so the signals
    private readonly List<DecisionRow> _signals = [];
    private readonly HashSet<AgentSwitch> _switches = [];
    private long _told;

    public bool HasNews => _rows.Count > 0;

    /// <summary>Keeps what is to be told of a record.</summary>
    /// <param name="all">The rows of every bar; else those of each symbol's last.</param>
    /// <param name="intake">What else is known of the symbols by now; null where the record is of the past.</param>
    public void Add(DecidedBars decided, bool all, Intake? intake = null)
    {
        _switches.UnionWith(decided.Switches);
        for (int i = 0; i < decided.Decisions.Length; i++)
        {
            bool newest = i + 1 == decided.Decisions.Length || decided.Decisions[i + 1].Symbol != decided.Decisions[i].Symbol;
            if (all || newest)
                _rows.Add(newest && intake?[decided.Decisions[i].Symbol].RowNow is { } now ? now : decided.Row(i));
            if (decided.Decisions[i].IsSignal)
                _signals.Add(DecisionRow.Of(decided.Decisions[i], decided.Sequence));
        }
    }

    /// <summary>Asks how far the universe knows the shard.</summary>
    public async Task<long> Known() => _told = await universe.Known(shard);

    /// <summary>Keeps rows that the universe may have lost.</summary>
    public void Add(IEnumerable<SymbolRow> rows) => _rows.AddRange(rows);

    /// <summary>Tells what was kept. What is decided stands: if it cannot be told now, the next batch tells it.</summary>
    /// <returns>Whether it was told.</returns>
    public async Task<bool> Report(long epoch, long sequence, ShardTotals totals)
    {
        try
        {
            long known = await Tell(epoch, sequence, totals);
            if (known < _told)
            {
                await ReadAgain(known);                              // it has begun anew from a snapshot of its own
                await Tell(epoch, sequence, totals);
            }
            _told = sequence;
            _rows.Clear();
            _signals.Clear();
            _switches.Clear();
            return true;
        }
#pragma warning disable CA1031                                        // a time-out, a silo that is gone: the batch does not fail for it
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogNotReported(log, shard, _rows.Count, error);
            return false;
        }
    }

    private Task<long> Tell(long epoch, long sequence, ShardTotals totals) =>
        universe.Report(new(shard, epoch, totals, [.. _rows], [.. _signals]) { Since = _told, Sequence = sequence, Switches = [.. _switches] });

    private async Task ReadAgain(long known)
    {
        LogBehind(log, shard, known, _told);
        SymbolRow[] rows = [.. _rows];
        _rows.Clear();
        _signals.Clear();
        await foreach (JournalRecord record in journal.Read(shard, known))
            if (record is DecidedBars decided)
                Add(decided, all: true);
        if (_rows.Count == 0)
            _rows.AddRange(rows);                                    // a journal that keeps nothing
        _told = known;
    }

    [LoggerMessage(LogLevel.Warning, "Shard {Shard} could not report {Rows} rows to the universe; the next batch brings them")]
    private static partial void LogNotReported(ILogger log, int shard, int rows, Exception error);

    [LoggerMessage(LogLevel.Information, "The universe knows shard {Shard} up to record {Known} of {Told}; it is told the rest again")]
    private static partial void LogBehind(ILogger log, int shard, long known, long told);
}
