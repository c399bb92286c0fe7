using System.Reflection;

namespace Orleans;

/// <summary>Sees every call of a grain method before and after it runs, in the grain's turn.</summary>
public interface IIncomingGrainCallFilter
{
    Task Invoke(IIncomingGrainCallContext context);
}

/// <summary>A filter as a function.</summary>
public delegate Task IncomingGrainCallFilterDelegate(IIncomingGrainCallContext context);

/// <summary>One call on its way to the grain; <see cref="IGrainCallContext.Invoke"/> goes on to the next filter, then to the method.</summary>
public interface IIncomingGrainCallContext : IGrainCallContext
{
    MethodInfo ImplementationMethod { get; }
}

/// <summary>One call as filters see it.</summary>
public interface IGrainCallContext
{
    object Grain { get; }

    string InterfaceName { get; }

    string MethodName { get; }

    MethodInfo InterfaceMethod { get; }

    /// <summary>What the method returned, after <see cref="Invoke"/>; a filter may replace it.</summary>
    object? Result { get; set; }

    Task Invoke();
}
