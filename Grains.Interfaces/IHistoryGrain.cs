using Orleans;

namespace GoldenSignals.Grains;

/// <summary>Answers from what the grid has written down. Key: 0.</summary>
[Alias("gs.IHistoryGrain")]
public interface IHistoryGrain : IGrainWithIntegerKey
{
    [Alias("Bars")]
    Task<BarBatch> Bars(HistoryQuery query);

    [Alias("Decisions")]
    Task<DecisionRows> Decisions(HistoryQuery query);

    /// <summary>Decisions that changed the action.</summary>
    [Alias("Signals")]
    Task<DecisionRows> Signals(HistoryQuery query);

    [Alias("Insights")]
    Task<SignalInsights> Insights();

    /// <summary>A symbol as it was at a time: when its last bar that ends by then had been decided.</summary>
    [Alias("StateAt")]
    Task<PastState> StateAt(string symbol, DateTime atUtc);

    /// <summary>A symbol as it was at such a time, so that its last decision can be made again, otherwise.</summary>
    /// <param name="atUtc">Null for the present.</param>
    [Alias("CaseAt")]
    Task<PastCase> CaseAt(string symbol, DateTime? atUtc);

    /// <summary>How far the log of every shard goes.</summary>
    [Alias("LogEnds")]
    Task<LogEnds> LogEnds();

    /// <summary>What a shard decided behind a record of its log, in order.</summary>
    /// <param name="last">Up to this record.</param>
    /// <param name="rows">Ends with the record that makes it as many decisions.</param>
    [Alias("Log")]
    Task<LogPage> Log(int shard, long after, long last, int rows);
}
