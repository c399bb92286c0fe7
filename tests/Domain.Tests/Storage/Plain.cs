using System.Collections;
using System.Reflection;
using System.Text;

namespace GoldenSignals.Domain.Tests.Storage;

/// <summary>A value with everything in it as a text, doubles by their bits: two values have the same text if and only if they are the same to the bit. A NaN is a NaN.</summary>
internal static class Plain
{
    public static string Of(object? value)
    {
        var text = new StringBuilder();
        Describe(text, value);
        return text.ToString();
    }

    private static void Describe(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append("null ");
                break;
            case double number:
                text.Append(double.IsNaN(number) ? "NaN" : BitConverter.DoubleToInt64Bits(number).ToString("x16")).Append(' ');
                break;
            case DateTime time:
                text.Append(time.Ticks).Append(time.Kind).Append(' ');
                break;
            case string word:
                text.Append(word.Length).Append(':').Append(word).Append(' ');
                break;
            case TimeSpan or Enum or bool or byte or int or long:
                text.Append(value).Append(' ');
                break;
            case IEnumerable list:
                text.Append("[ ");
                foreach (object? item in list)
                    Describe(text, item);
                text.Append("] ");
                break;
            default:
                text.Append(value.GetType().Name).Append("{ ");
                for (Type? type = value.GetType(); type is not null; type = type.BaseType)
                    foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                        Describe(text, field.GetValue(value));
                text.Append("} ");
                break;
        }
    }
}
