using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Orleans.Concurrency;

namespace Orleans.Runtime;

/// <summary>
/// Orleans copies what is mutable when it crosses from caller to grain. Here everything crosses by reference, so only what
/// nobody can or may change is let through; the rest is refused, which also finds a forgotten [Immutable].
/// </summary>
static class Immutability
{
    static readonly ConcurrentDictionary<Type, bool> Known = new(new Type[]
    {
        typeof(string), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly),
        typeof(TimeSpan), typeof(Guid), typeof(Uri), typeof(Version), typeof(Half), typeof(Int128), typeof(UInt128),
        typeof(BigInteger), typeof(CancellationToken), typeof(StreamId), typeof(Nothing),
    }.ToDictionary(type => type, _ => true));

    static readonly HashSet<Type> Containers =
    [
        typeof(Nullable<>), typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(ImmutableHashSet<>), typeof(ImmutableDictionary<,>),
        typeof(ImmutableSortedDictionary<,>), typeof(FrozenDictionary<,>), typeof(FrozenSet<>), typeof(KeyValuePair<,>),
    ];

    internal static bool Holds(Type type) => Known.GetOrAdd(type, static type =>
        type.IsPrimitive || type.IsEnum
        || type.IsDefined(typeof(ImmutableAttribute), inherit: false)
        || typeof(IAddressable).IsAssignableFrom(type)
        || (type.IsGenericType && OfImmutables(type)));

    /// <summary>Why the method may not be called, or null.</summary>
    internal static string? Refusal(GrainMethod method)
    {
        foreach (var parameter in method.Info.GetParameters())
        {
            if (!parameter.IsDefined(typeof(ImmutableAttribute)) && !Holds(parameter.ParameterType))
            {
                return Text($"parameter '{parameter.Name}' of {method.Name}", parameter.ParameterType);
            }
        }

        return method.Info.ReturnParameter.IsDefined(typeof(ImmutableAttribute)) || Holds(method.Result!)
            ? null
            : Text($"result of {method.Name}", method.Result!);
    }

    internal static void Demand(Type type, string what)
    {
        if (!Holds(type))
        {
            throw new NotSupportedException(Text(what, type));
        }
    }

    static string Text(string what, Type type) =>
        $"The {what} has the mutable type {type}. Orleans would copy it, Orleans.Local passes it by reference: mark the type or the "
        + "parameter [Immutable], or wrap it in Immutable<T>.";

    static bool OfImmutables(Type type) => type.GetGenericTypeDefinition() is var open
        && (open == typeof(Immutable<>)
            || ((typeof(ITuple).IsAssignableFrom(type) || Containers.Contains(open)) && type.GenericTypeArguments.All(Holds)));
}
