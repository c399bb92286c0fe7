using System.Reflection;
using Orleans.Concurrency;

namespace Orleans.Runtime;

/// <summary>A method of a grain interface: what its attributes say, and why it may not be called, if so.</summary>
sealed class GrainMethod
{
    internal GrainMethod(MethodInfo method)
    {
        Info = method;
        AlwaysInterleave = method.IsDefined(typeof(AlwaysInterleaveAttribute));
        ReadOnly = method.IsDefined(typeof(ReadOnlyAttribute));
        OneWay = method.IsDefined(typeof(OneWayAttribute));
        Timeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
        Result = ResultType(method);
        Refusal = Result is null
            ? $"{Name} returns {method.ReturnType}: a grain method returns Task, Task<T>, ValueTask or ValueTask<T>."
            : Immutability.Refusal(this);
    }

    /// <summary>A call of the runtime itself, which filters do not see.</summary>
    internal static GrainMethod Internal { get; } = new(((Func<Task>)Idle).Method) { IsInternal = true };

    internal MethodInfo Info { get; }

    internal bool AlwaysInterleave { get; }

    internal bool ReadOnly { get; }

    internal bool OneWay { get; }

    internal TimeSpan? Timeout { get; }

    internal bool IsInternal { get; private init; }

    /// <summary>The T of Task{T} or ValueTask{T}, <see cref="Nothing"/> if there is none.</summary>
    internal Type? Result { get; }

    internal string? Refusal { get; }

    internal string Name => $"{Info.DeclaringType!.Name}.{Info.Name}";

    static Type? ResultType(MethodInfo method)
    {
        var type = method.ReturnType;
        if (method.IsGenericMethodDefinition || method.GetParameters().Any(parameter => parameter.ParameterType.IsByRef))
        {
            return null;
        }

        return type == typeof(Task) || type == typeof(ValueTask) ? typeof(Nothing)
            : type.IsGenericType && type.GetGenericTypeDefinition() is var open && (open == typeof(Task<>) || open == typeof(ValueTask<>))
                ? type.GenericTypeArguments[0]
                : null;
    }

    static Task Idle() => Task.CompletedTask;
}
