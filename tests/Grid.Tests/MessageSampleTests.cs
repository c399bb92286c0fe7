using System.Collections;
using System.Reflection;
using GoldenSignals.Grid.Tests.Support;
using Orleans;

namespace GoldenSignals.Grid.Tests;

/// <summary>The samples that the serializer is tested with, on whichever runtime this is: none is missing, none hides a member.</summary>
public class MessageSampleTests
{
    [Fact]
    public void Every_message_type_has_a_sample() =>
        Assert.Empty(MessageSamples.Types.Except(MessageSamples.All().Select(sample => sample.GetType())).Select(type => type.Name));

    [Fact]
    public void No_member_of_a_sample_is_left_at_its_default()
    {
        string[] left =
        [
            .. from sample in MessageSamples.All()
               from property in sample.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
               where property.IsDefined(typeof(IdAttribute)) && IsDefault(property.GetValue(sample), property.PropertyType)
               select $"{sample.GetType().Name}.{property.Name}",
        ];
        Assert.Empty(left);
    }

    private static bool IsDefault(object? value, Type type) => value switch
    {
        null or double.NaN or "" => true,
        ICollection { Count: 0 } => true,
        _ => type.IsValueType && value.Equals(Activator.CreateInstance(type)),
    };
}
