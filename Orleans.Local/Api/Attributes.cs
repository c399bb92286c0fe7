using System.Globalization;

namespace Orleans
{
    /// <summary>Orleans generates a serializer for the type. Here nothing is serialized: a mark only.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
    public sealed class GenerateSerializerAttribute : Attribute;

    /// <summary>The stable number of a serialized member. A mark only.</summary>
    [AttributeUsage(AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Class
        | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Method)]
    public sealed class IdAttribute(uint id) : Attribute
    {
        public uint Id { get; } = id;
    }

    /// <summary>The stable name of a type or method on the wire. A mark only.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Method,
        AllowMultiple = true)]
    public sealed class AliasAttribute(string alias) : Attribute
    {
        public string Alias { get; } = alias;
    }

    /// <summary>A promise that nobody changes the value after it was sent, so it travels without a copy.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Field | AttributeTargets.Property
        | AttributeTargets.Parameter | AttributeTargets.ReturnValue, Inherited = false)]
    public sealed class ImmutableAttribute : Attribute;

    /// <summary>How long callers of this method wait before <see cref="TimeoutException"/>.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class ResponseTimeoutAttribute(string timeout) : Attribute
    {
        public TimeSpan? Timeout { get; init; } = TimeSpan.Parse(timeout, CultureInfo.InvariantCulture);
    }

    /// <summary>The activation is never collected as idle.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public class KeepAliveAttribute : Attribute;

    /// <summary>How long an activation of this class may idle before it is collected; at least a minute.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public class CollectionAgeLimitAttribute : Attribute
    {
        public double Days { get; set; }

        public double Hours { get; set; }

        public double Minutes { get; set; }

        public bool AlwaysActive { get; set; }

        public TimeSpan AgeLimit => AlwaysActive
            ? TimeSpan.FromDays(short.MaxValue)
            : TimeSpan.FromMinutes(Math.Max(1, ((((Days * 24) + Hours) * 60) + Minutes)));
    }
}

namespace Orleans.Concurrency
{
    /// <summary>Up to <paramref name="maxLocalWorkers"/> activations of one id work in parallel; one is made when all others are busy.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class StatelessWorkerAttribute(int maxLocalWorkers, bool removeIdleWorkers) : Attribute
    {
        public StatelessWorkerAttribute(int maxLocalWorkers) : this(maxLocalWorkers, true)
        {
        }

        public StatelessWorkerAttribute() : this(Environment.ProcessorCount)
        {
        }

        internal int MaxLocalWorkers { get; } = maxLocalWorkers;

        /// <summary>Accepted; idle workers are collected by age, as all activations.</summary>
        internal bool RemoveIdleWorkers { get; } = removeIdleWorkers;
    }

    /// <summary>Requests of the grain interleave at every await.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class ReentrantAttribute : Attribute;

    /// <summary>Requests to this method interleave with any other.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class AlwaysInterleaveAttribute : Attribute;

    /// <summary>Requests to this method interleave with each other.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class ReadOnlyAttribute : Attribute;

    /// <summary>The caller does not wait; failures are not reported to it.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class OneWayAttribute : Attribute;

    /// <summary>Wraps a value that is passed by reference, as its sender promises not to change it.</summary>
    public readonly struct Immutable<T>(T value)
    {
        public readonly T Value = value;
    }

    public static class ImmutableExtensions
    {
        public static Immutable<T> AsImmutable<T>(this T value) => new(value);
    }
}

namespace Orleans.Placement
{
    /// <summary>Activate where the first caller is. One process: a mark only.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class PreferLocalPlacementAttribute : Attribute;

    /// <summary>Where an attribute says that a grain is to be placed. A mark: there is one place.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public abstract class PlacementAttribute(Runtime.PlacementStrategy placement) : Attribute
    {
        public Runtime.PlacementStrategy PlacementStrategy { get; } = placement;
    }
}

namespace Orleans.Runtime
{
    /// <summary>How a silo is chosen for a grain. There is one place.</summary>
    public abstract class PlacementStrategy;
}
