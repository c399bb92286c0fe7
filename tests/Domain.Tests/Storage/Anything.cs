using System.Reflection;

namespace GoldenSignals.Domain.Tests.Storage;

/// <summary>Random values of any record, made from what its constructor takes: whoever adds a field or a type need not say so here.</summary>
internal static class Anything
{
    private static readonly NullabilityInfoContext s_nulls = new();

    private static readonly double[] s_numbers =
        [0, -0.0, 1, -1, 100, 101.25, 0.1, 1e-8, 12345.00000001, 1.0 / 3, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue, 1e15, 9e15 + 1, 123456789.25];

    private static readonly string[] s_texts = ["", "a", "desk", "a", "profit rises", "nöne", "\U0001F680 to the moon", "half a pair \ud800", new string('x', 3000)];

    public static double Number(Random random) => random.Next(4) switch
    {
        0 => s_numbers[random.Next(s_numbers.Length)],
        1 => Math.Round(random.NextDouble() * 1000, random.Next(9)),
        2 => random.NextDouble() * 2 - 1,
        _ => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
    };

    public static DateTime Time(Random random) => random.Next(10) switch
    {
        0 => new(0, DateTimeKind.Utc),
        1 => new(DateTime.MaxValue.Ticks, DateTimeKind.Utc),
        _ => new(new DateTime(2024, 1, 1).Ticks + random.NextInt64(TimeSpan.TicksPerDay * 400), DateTimeKind.Utc),
    };

    public static string Text(Random random) => random.Next(3) == 0 ? $"text {random.Next(1000)}" : s_texts[random.Next(s_texts.Length)];

    public static T Of<T>(Random random) => (T)Of(typeof(T), random)!;

    public static object? Of(Type type, Random random)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return random.Next(2) == 0 ? null : Of(underlying, random);
        if (type == typeof(double))
            return Number(random);
        if (type == typeof(long))
            return random.Next(2) == 0 ? random.Next(-1, 1000) : random.NextInt64(long.MinValue, long.MaxValue);
        if (type == typeof(int))
            return random.Next(-1, 100_000);
        if (type == typeof(string))
            return Text(random);
        if (type == typeof(DateTime))
            return Time(random);
        if (type == typeof(TimeSpan))
            return TimeSpan.FromTicks(random.NextInt64(long.MinValue, long.MaxValue));
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(random.Next(Enum.GetValues(type).Length));
        if (type.IsArray)
        {
            Type element = type.GetElementType()!;
            var array = Array.CreateInstance(element, random.Next(4) == 0 ? 0 : random.Next(150));
            for (int i = 0; i < array.Length; i++)
                array.SetValue(Of(element, random), i);
            return array;
        }
        ConstructorInfo? constructor = type.GetConstructors().MaxBy(made => made.GetParameters().Length);
        if (constructor?.GetParameters() is { Length: > 0 } parameters)
            return constructor.Invoke([.. parameters.Select(parameter => OrNull(parameter.ParameterType, s_nulls.Create(parameter), random))]);
        object value = Activator.CreateInstance(type)!;
        foreach (PropertyInfo property in type.GetProperties().Where(property => property.SetMethod is not null))
            property.SetValue(value, OrNull(property.PropertyType, s_nulls.Create(property), random));
        return value;
    }

    private static object? OrNull(Type type, NullabilityInfo nulls, Random random) =>
        !type.IsValueType && nulls.WriteState == NullabilityState.Nullable && random.Next(2) == 0 ? null : Of(type, random);
}
