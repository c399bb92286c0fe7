namespace System.Runtime.CompilerServices;

/// <summary>The runtime knows this attribute by its name: on an assembly, it may use the internals of the named one.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
sealed class IgnoresAccessChecksToAttribute(string assemblyName) : Attribute
{
    public string AssemblyName { get; } = assemblyName;
}
