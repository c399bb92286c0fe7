using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Orleans.Runtime;

/// <summary>A constructor parameter of a grain class that is a persistent state.</summary>
sealed record PersistentStateParameter(Type Type, string StateName, string StorageName)
{
    internal static PersistentStateParameter[] Of(Type grainClass) =>
    [
        .. from constructor in grainClass.GetConstructors().OrderByDescending(static constructor => constructor.GetParameters().Length).Take(1)
           from parameter in constructor.GetParameters()
           let attribute = parameter.GetCustomAttribute<PersistentStateAttribute>()
           where attribute is not null
           select new PersistentStateParameter(parameter.ParameterType, attribute.StateName, attribute.StorageName ?? MemoryGrainStorage.Default),
    ];

    internal object Create(Activation activation)
    {
        var storage = activation.ActivationServices.GetKeyedService<IGrainStorage>(StorageName)
            ?? throw new InvalidOperationException($"No storage provider named '{StorageName}' is configured for {activation.Id.Class.Type}.");
        var state = (IActivationPart)Activator.CreateInstance(
            typeof(PersistentState<>).MakeGenericType(Type.GenericTypeArguments), storage, activation.Id, StateName)!;
        activation.Parts.Add(state);
        return state;
    }
}

/// <summary>A grain's view of its record in a storage.</summary>
sealed class PersistentState<TState>(IGrainStorage storage, GrainId grain, string name) : IPersistentState<TState>, IActivationPart
{
    readonly GrainState<TState> _record = new(MemoryGrainStorage.Empty<TState>());

    public TState State
    {
        get => _record.State!;
        set => _record.State = value;
    }

    public string? Etag => _record.ETag;

    public bool RecordExists => _record.RecordExists;

    Task IActivationPart.Activate() => ReadStateAsync();

    public Task ReadStateAsync() => storage.ReadStateAsync(name, grain, _record);

    public Task WriteStateAsync() => storage.WriteStateAsync(name, grain, _record);

    public Task ClearStateAsync() => storage.ClearStateAsync(name, grain, _record);
}
