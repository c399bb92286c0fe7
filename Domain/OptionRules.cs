using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace GoldenSignals.Domain;

/// <summary>Holds an options record to the ranges that its attributes state.</summary>
public static class OptionRules
{
    /// <param name="section">The configuration section, for the message: <c>Consensus</c>, <c>Agents:rsi</c>.</param>
    /// <exception cref="ValidationException">Names the first option that is out of range, the range, and what was given.</exception>
    public static T Validated<T>(T options, string section) where T : notnull
    {
        foreach (PropertyInfo property in options.GetType().GetProperties())
        {
            object? value = property.GetValue(options);
            if (property.GetCustomAttribute<RangeAttribute>() is not { } range)
                continue;
            bool finite = value is not double number || double.IsFinite(number);
            if (!finite || !range.IsValid(value))
                throw new ValidationException(string.Create(CultureInfo.InvariantCulture,
                    $"{section}:{property.Name} must be between {range.Minimum} and {range.Maximum}, but is {value}"));
        }
        return options;
    }
}
