using System.Globalization;

namespace Orleans.Runtime;

/// <summary>Who a call is for: the grain class and the key, text or number.</summary>
readonly record struct GrainId(GrainClass Class, string? Text, long Number)
{
    public string Key => Text ?? Number.ToString("X", CultureInfo.InvariantCulture);

    public bool Equals(GrainId other) => Number == other.Number && ReferenceEquals(Class, other.Class) && Text == other.Text;

    public override int GetHashCode() => Text is null ? HashCode.Combine(Class, Number) : Class.GetHashCode() ^ Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => $"{Class.Type.Name}/{Key}";
}
