namespace Orleans.Local;

/// <summary>What Orleans does not have: how this runtime misbehaves for tests.</summary>
public class LocalRuntimeOptions
{
    /// <summary>Orleans promises no order between calls. With a seed, each activation takes its requests in a shuffled order.</summary>
    public int? ShuffleSeed { get; set; }
}
