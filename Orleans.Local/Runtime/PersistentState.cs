using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

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
        var storage = activation.ActivationServices.GetKeyedService<MemoryGrainStorage>(StorageName)
            ?? throw new InvalidOperationException($"No storage provider named '{StorageName}' is configured for {activation.Id.Class.Type}.");
        var state = (IActivationPart)Activator.CreateInstance(
            typeof(PersistentState<>).MakeGenericType(Type.GenericTypeArguments), storage, (activation.Id, StateName))!;
        activation.Parts.Add(state);
        return state;
    }
}

/// <summary>A grain's view of its record in memory storage.</summary>
sealed class PersistentState<TState>(MemoryGrainStorage storage, (GrainId, string) key) : IPersistentState<TState>, IActivationPart
{
    public TState State { get; set; } = Empty();

    public string? Etag { get; private set; }

    public bool RecordExists { get; private set; }

    Task IActivationPart.Activate() => ReadStateAsync();

    public Task ReadStateAsync()
    {
        var record = storage.Read(key);
        (State, Etag, RecordExists) = record is { } found
            ? ((TState)DeepCopy.Of(found.State)!, found.Version.ToString(CultureInfo.InvariantCulture), true)
            : (Empty(), null, false);
        return Task.CompletedTask;
    }

    public Task WriteStateAsync()
    {
        (Etag, RecordExists) = (storage.Write(key, DeepCopy.Of(State)).ToString(CultureInfo.InvariantCulture), true);
        return Task.CompletedTask;
    }

    public Task ClearStateAsync()
    {
        storage.Clear(key);
        (State, Etag, RecordExists) = (Empty(), null, false);
        return Task.CompletedTask;
    }

    static TState Empty() => typeof(TState).IsValueType || typeof(TState).GetConstructor([]) is null ? default! : Activator.CreateInstance<TState>();
}
