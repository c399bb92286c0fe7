using System.Reflection;
using System.Runtime.CompilerServices;
using GoldenSignals.Domain.Consensus;
using Orleans;

namespace GoldenSignals.Domain.Tests.Architecture;

/// <summary>What crosses the wire: every field of it, under numbers and names that outlive a renaming.</summary>
public class MessageTypes
{
    private const BindingFlags Fields = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Type[] s_messages =
        [.. typeof(Decision).Assembly.GetTypes().Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), false))];

    public static TheoryData<Type> All => [.. s_messages];

    [Theory, MemberData(nameof(All))]
    public void Is_immutable_and_has_an_alias(Type message)
    {
        Assert.True(message.IsDefined(typeof(ImmutableAttribute), false), "no [Immutable]");
        Assert.StartsWith("gs.", AliasOf(message));
        Assert.True(message.IsValueType || message.IsSealed || message.IsAbstract, "neither sealed nor abstract nor a struct");
    }

    [Theory, MemberData(nameof(All))]
    public void Has_no_setter_and_no_field_that_could_change(Type message)
    {
        foreach (FieldInfo field in message.GetFields(Fields))
            Assert.True(field.IsInitOnly, $"{field.Name} can be written");
    }

    /// <summary>A field without an id is silently lost between silos.</summary>
    [Theory, MemberData(nameof(All))]
    public void Every_stored_field_has_an_id_of_its_own(Type message)
    {
        uint[] ids = [.. message.GetFields(Fields).Select(field => IdOf(message, field) ?? throw new InvalidOperationException($"{field.Name} has no [Id]"))];
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Theory, MemberData(nameof(All))]
    public void Carries_only_plain_values_and_other_messages(Type message)
    {
        foreach (FieldInfo field in message.GetFields(Fields))
        {
            Type type = field.FieldType.IsArray ? field.FieldType.GetElementType()! : Nullable.GetUnderlyingType(field.FieldType) ?? field.FieldType;
            Assert.True(type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(DateTime) || type == typeof(TimeSpan) || s_messages.Contains(type),
                $"{field.Name} is a {type}, which no serializer is made for");
        }
    }

    [Fact]
    public void Aliases_are_unique() => Assert.Equal(s_messages.Length, s_messages.Select(AliasOf).Distinct().Count());

    [Fact]
    public void Decisions_votes_and_views_are_among_them() =>
        Assert.Superset(new HashSet<string> { "Decision", "Vote", "MarketView", "Position", "Bar", "Tick" }, s_messages.Select(type => type.Name).ToHashSet());

    // The attribute of the runtime in use, of whatever shape.
    private static string AliasOf(Type message) => (string)message.GetCustomAttributesData()
        .Single(data => data.AttributeType == typeof(AliasAttribute)).ConstructorArguments[0].Value!;

    private static uint? IdOf(Type message, FieldInfo field)
    {
        MemberInfo member = field.IsDefined(typeof(CompilerGeneratedAttribute)) && field.Name.StartsWith('<')
            ? message.GetProperty(field.Name[1..field.Name.IndexOf('>')], Fields)!
            : field;
        CustomAttributeData? id = member.GetCustomAttributesData().SingleOrDefault(data => data.AttributeType == typeof(IdAttribute));
        return id is null ? null : Convert.ToUInt32(id.ConstructorArguments[0].Value, System.Globalization.CultureInfo.InvariantCulture);
    }
}
