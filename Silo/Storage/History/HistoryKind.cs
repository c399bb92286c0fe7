namespace GoldenSignals.Silo.Storage.History;

/// <summary>What a run of the history holds.</summary>
public enum HistoryKind : byte
{
    Bars,
    Decisions,

    /// <summary>The decisions that changed the action, once more: they are asked for by time and kept for another span.</summary>
    Signals,
}
