using System.Collections;
using System.Reflection;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Tests.Storage;

/// <summary>Holds every field of one object against the same field of another, however deep: a field that is not saved shows here, by its name.</summary>
internal static class Twins
{
    /// <summary>What lasts no longer than a call.</summary>
    private static readonly (Type, string)[] s_passing = [(typeof(SymbolConsensus), "_scratch")];

    public static void AssertSame(object expected, object actual) => Compare(expected, actual, expected.GetType().Name, new(ReferenceEqualityComparer.Instance));

    private static void Compare(object? a, object? b, string path, HashSet<object> seen)
    {
        if (ReferenceEquals(a, b))
            return;                                                 // shared by all: options, models, indicators
        if (a is null || b is null || a.GetType() != b.GetType())
            throw new Xunit.Sdk.XunitException($"{path}: {a ?? "null"} and {b ?? "null"}");
        switch (a)
        {
            case double number:
                Assert.True(Plain.Of(number) == Plain.Of(b), $"{path}: {a} and {b}");
                break;
            case string or DateTime or TimeSpan or Enum:
            case var value when value.GetType().IsPrimitive:
                Assert.True(a.Equals(b), $"{path}: {a} and {b}");
                break;
            case BarWindow window:                                  // a ring may begin anywhere
                Compare(window.Newest(), ((BarWindow)b).Newest(), path, seen);
                Compare(window.TotalSeen, ((BarWindow)b).TotalSeen, path, seen);
                break;
            case IEnumerable list:
                object?[] items = [.. list.Cast<object?>()], others = [.. ((IEnumerable)b).Cast<object?>()];
                Assert.True(items.Length == others.Length, $"{path}: {items.Length} and {others.Length} items");
                for (int i = 0; i < items.Length; i++)
                    Compare(items[i], others[i], $"{path}[{i}]", seen);
                break;
            default:
                if (!a.GetType().IsValueType && !seen.Add(a))
                    break;
                for (Type? type = a.GetType(); type is not null; type = type.BaseType)
                    foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                        if (!s_passing.Contains((type, field.Name)))
                            Compare(field.GetValue(a), field.GetValue(b), $"{path}.{field.Name}", seen);
                break;
        }
    }
}
