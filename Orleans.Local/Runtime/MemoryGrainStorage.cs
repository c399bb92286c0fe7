using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Orleans.Runtime;

/// <summary>Memory grain storage: keeps copies of states for the life of the host.</summary>
sealed class MemoryGrainStorage
{
    internal const string Default = "Default";

    readonly ConcurrentDictionary<(GrainId, string), (object? State, long Version)> _records = new();

    internal (object? State, long Version)? Read((GrainId, string) key) => _records.TryGetValue(key, out var record) ? record : null;

    internal long Write((GrainId, string) key, object? state) =>
        _records.AddOrUpdate(key, static (_, state) => (state, 1), static (_, old, state) => (state, old.Version + 1), state).Version;

    internal void Clear((GrainId, string) key) => _records.TryRemove(key, out _);
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
