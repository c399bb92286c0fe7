using System.Globalization;

namespace Orleans.Runtime;

/// <summary>Who a call is for: the grain class and the key, text or number.</summary>
public readonly struct GrainId : IEquatable<GrainId>
{
    internal GrainId(GrainClass grainClass, string? text, long number) => (Class, Text, Number) = (grainClass, text, number);

    internal GrainClass Class { get; }

    internal string? Text { get; }

    internal long Number { get; }

    internal string KeyText => Text ?? Number.ToString("X", CultureInfo.InvariantCulture);

    public bool Equals(GrainId other) => Number == other.Number && ReferenceEquals(Class, other.Class) && Text == other.Text;

    public override bool Equals(object? other) => other is GrainId id && Equals(id);

    public override int GetHashCode() => Text is null ? HashCode.Combine(Class, Number) : Class.GetHashCode() ^ Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>As Orleans writes it: the class without its "Grain", in lower case, and the key.</summary>
    public override string ToString()
    {
        string name = Class.Type.Name.ToLowerInvariant();
        return $"{(name.EndsWith("grain", StringComparison.Ordinal) ? name[..^5] : name)}/{KeyText}";
    }

    public static bool operator ==(GrainId left, GrainId right) => left.Equals(right);

    public static bool operator !=(GrainId left, GrainId right) => !left.Equals(right);
}
