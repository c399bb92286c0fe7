namespace Orleans.Core
{
    /// <summary>A stored record; nothing is read or written but when asked.</summary>
    public interface IStorage
    {
        string? Etag { get; }

        bool RecordExists { get; }

        Task ClearStateAsync();

        Task WriteStateAsync();

        Task ReadStateAsync();
    }

    /// <summary>A stored record with its value.</summary>
    public interface IStorage<TState> : IStorage
    {
        TState State { get; set; }
    }
}

namespace Orleans.Runtime
{
    /// <summary>State of a grain, injected into its constructor and read before it activates.</summary>
    public interface IPersistentState<TState> : Core.IStorage<TState>;

    /// <summary>Names the state, and the storage that keeps it.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    public class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
    {
        public string StateName { get; } = stateName;

        public string? StorageName { get; } = storageName;
    }
}
