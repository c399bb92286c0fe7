using System.Collections.Concurrent;
using System.Reflection;

namespace Orleans.Runtime;

/// <summary>Every grain class of the process, found in the loaded assemblies and those that they reference.</summary>
sealed class GrainClasses
{
    readonly Lazy<GrainClass[]> _all = new(static () => [.. Assemblies().SelectMany(GrainTypes).Select(static type => new GrainClass(type))]);
    readonly ConcurrentDictionary<(Type, string?), GrainClass> _byInterface = new();

    /// <summary>The class behind an interface; a prefix of its full name chooses among several.</summary>
    internal GrainClass Behind(Type grainInterface, string? prefix) => _byInterface.GetOrAdd((grainInterface, prefix), Find);

    GrainClass Find((Type Interface, string? Prefix) key)
    {
        var found = _all.Value.Where(grain => key.Interface.IsAssignableFrom(grain.Type)
            && (key.Prefix is null || grain.Type.FullName!.StartsWith(key.Prefix, StringComparison.Ordinal))).ToArray();
        return found.Length switch
        {
            1 => found[0],
            0 => throw new ArgumentException($"Could not find an implementation for interface {key.Interface}"),
            _ => throw new ArgumentException($"Unable to identify a single appropriate grain type for interface {key.Interface}. "
                + $"Candidates: {string.Join(", ", found.Select(grain => grain.Type))}"),
        };
    }

    static IEnumerable<Type> GrainTypes(Assembly assembly) => assembly.GetTypes().Where(static type =>
        type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false }
        && typeof(IGrainBase).IsAssignableFrom(type) && typeof(IAddressable).IsAssignableFrom(type));

    static HashSet<Assembly> Assemblies()
    {
        var self = typeof(GrainClasses).Assembly.GetName().Name;
        var seen = new HashSet<string>();
        var found = new HashSet<Assembly>();
        var queue = new Queue<Assembly>(AppDomain.CurrentDomain.GetAssemblies().Where(static assembly => !assembly.IsDynamic));
        while (queue.TryDequeue(out var assembly))
        {
            if (!seen.Add(assembly.FullName!))
            {
                continue;
            }

            var references = assembly.GetReferencedAssemblies().Where(IsOurs).ToArray();
            if (references.Any(name => name.Name == self))
            {
                found.Add(assembly);
            }

            foreach (var name in references.Where(name => !seen.Contains(name.FullName)))
            {
                if (TryLoad(name) is { } reference)
                {
                    queue.Enqueue(reference);
                }
            }
        }

        return found;

        static Assembly? TryLoad(AssemblyName name)
        {
            try
            {
                return Assembly.Load(name);
            }
            catch (IOException)
            {
                return null;   // referenced at build time only
            }
        }

        static bool IsOurs(AssemblyName name) => name.Name is { } text
            && !text.StartsWith("System", StringComparison.Ordinal) && !text.StartsWith("Microsoft", StringComparison.Ordinal)
            && text is not ("netstandard" or "mscorlib");
    }
}
