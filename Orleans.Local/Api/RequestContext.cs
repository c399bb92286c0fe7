using System.Collections.Immutable;

namespace Orleans.Runtime;

/// <summary>Values that flow with calls, from caller to callee, never back.</summary>
public static class RequestContext
{
    static readonly AsyncLocal<ImmutableDictionary<string, object>?> Flowing = new();

    internal static ImmutableDictionary<string, object>? Current
    {
        get => Flowing.Value;
        set => Flowing.Value = value;
    }

    public static object? Get(string key) => Current is { } values && values.TryGetValue(key, out var value) ? value : null;

    public static void Set(string key, object value) => Current = (Current ?? ImmutableDictionary<string, object>.Empty).SetItem(key, value);

    public static bool Remove(string key)
    {
        var had = Current is { } values && values.ContainsKey(key);
        Current = Current?.Remove(key);
        return had;
    }

    public static void Clear() => Current = null;
}
