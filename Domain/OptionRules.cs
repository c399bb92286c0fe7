using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace GoldenSignals.Domain;

/// <summary>Holds an options record to what its attributes state, ranges above all, and to its own <see cref="IValidatableObject"/> rules.</summary>
public static class OptionRules
{
    /// <param name="section">The configuration section, for the message: <c>Consensus</c>, <c>Agents:rsi</c>.</param>
    /// <exception cref="ValidationException">Names every option that is refused, what is allowed, and what was given, unless it is a secret.</exception>
    public static T Validated<T>(T options, string section) where T : notnull
    {
        var refusals = new List<string>();
        foreach (PropertyInfo property in options.GetType().GetProperties())
        {
            object? value = property.GetValue(options);
            foreach (ValidationAttribute rule in property.GetCustomAttributes<ValidationAttribute>())
                if (!Holds(rule, value))
                    refusals.Add($"{section}:{property.Name} {Demand(rule, property.Name)}{(IsSecret(property) ? "" : $", but is {Convert.ToString(value, CultureInfo.InvariantCulture)}")}");
        }
        if (refusals.Count == 0 && options is IValidatableObject rules)
            refusals.AddRange(rules.Validate(new(options)).Select(wrong => $"{section}:{string.Join(", ", wrong.MemberNames)} {wrong.ErrorMessage}"));
        return refusals.Count == 0 ? options : throw new ValidationException(string.Join("; ", refusals));
    }

    // RangeAttribute alone would round 50.4 into a whole-numbered range of 1…50 and overflow on a large long.
    private static bool Holds(ValidationAttribute rule, object? value) => (rule, value) switch
    {
        (RangeAttribute { Minimum: int or double } range, double or float or decimal or int or long or short or byte) =>
            Number(value) >= Number(range.Minimum) && Number(value) <= Number(range.Maximum) && range.IsValid(value),
        _ => rule.IsValid(value),
    };

    private static bool IsSecret(PropertyInfo property) => property.GetCustomAttribute<DataTypeAttribute>()?.DataType == DataType.Password;

    private static double Number(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static string Demand(ValidationAttribute rule, string property) => rule is RangeAttribute range
        ? string.Create(CultureInfo.InvariantCulture, $"must be between {range.Minimum} and {range.Maximum}")
        : rule.FormatErrorMessage(property).TrimEnd('.');
}
