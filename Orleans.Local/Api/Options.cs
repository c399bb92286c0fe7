namespace Orleans.Configuration;

/// <summary>Names of the cluster and the service; one process: names only.</summary>
public class ClusterOptions
{
    public string ClusterId { get; set; } = "default";

    public string ServiceId { get; set; } = "default";
}

/// <summary>How long callers wait.</summary>
public class SiloMessagingOptions
{
    /// <summary>A call without an answer for this long fails with <see cref="TimeoutException"/>. Default 30 s.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>When idle activations are collected.</summary>
public class GrainCollectionOptions
{
    /// <summary>Time between two collections. Accepted and not used: idle activations are looked for four times a second.</summary>
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Idle time after which an activation is collected. Default 15 minutes.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);
}

/// <summary>Delivery of memory streams.</summary>
public class StreamPullingAgentOptions
{
    /// <summary>Orleans polls its queue in this period. Accepted and not used: here events are delivered as they come.</summary>
    public TimeSpan GetQueueMsgsTimerPeriod { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long the delivery of one event to a throwing subscriber is tried again. Default 1 minute.</summary>
    public TimeSpan MaxEventDeliveryTime { get; set; } = TimeSpan.FromMinutes(1);
}
