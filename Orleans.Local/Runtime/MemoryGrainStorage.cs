using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Orleans.Storage;

namespace Orleans.Runtime;

/// <summary>Memory grain storage: keeps copies of states for the life of the host.</summary>
sealed class MemoryGrainStorage : IGrainStorage
{
    internal const string Default = "Default";

    readonly ConcurrentDictionary<(GrainId, string), (object? State, long Version)> _records = new();

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        (grainState.State, grainState.ETag, grainState.RecordExists) = _records.TryGetValue((grainId, stateName), out var record)
            ? ((T)DeepCopy.Of(record.State)!, record.Version.ToString(CultureInfo.InvariantCulture), true)
            : (Empty<T>(), null, false);
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var written = _records.AddOrUpdate((grainId, stateName),
            static (_, state) => (state, 1), static (_, old, state) => (state, old.Version + 1), DeepCopy.Of(grainState.State));
        (grainState.ETag, grainState.RecordExists) = (written.Version.ToString(CultureInfo.InvariantCulture), true);
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _records.TryRemove((grainId, stateName), out _);
        (grainState.State, grainState.ETag, grainState.RecordExists) = (Empty<T>(), null, false);
        return Task.CompletedTask;
    }

    internal static T Empty<T>() => typeof(T).IsValueType || typeof(T).GetConstructor([]) is null ? default! : Activator.CreateInstance<T>();
}

/// <summary>Copies an object graph field by field, so that stored state is not the grain's own. Immutable parts are shared.</summary>
static class DeepCopy
{
    internal static object? Of(object? value) => Of(value, new Dictionary<object, object>(ReferenceEqualityComparer.Instance));

    static object? Of(object? value, Dictionary<object, object> copied)
    {
        if (value is null or Type or Delegate || Immutability.Holds(value.GetType()))
        {
            return value;
        }

        if (copied.TryGetValue(value, out var known))
        {
            return known;
        }

        if (value is Array array)
        {
            return OfArray(array, copied);
        }

        var copy = copied[value] = RuntimeHelpers.GetUninitializedObject(value.GetType());
        for (var type = value.GetType(); type is not null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                field.SetValue(copy, Of(field.GetValue(value), copied));
            }
        }

        return copy;
    }

    static Array OfArray(Array array, Dictionary<object, object> copied)
    {
        var copy = (Array)array.Clone();
        copied[array] = copy;
        if (!Immutability.Holds(array.GetType().GetElementType()!))
        {
            for (var index = 0; index < copy.Length; index++)
            {
                copy.SetValue(Of(copy.GetValue(index), copied), index);
            }
        }

        return copy;
    }
}
