using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace GoldenSignals.Domain.Tests.Architecture;

public class OptionRulesTests
{
    private sealed record Options : IValidatableObject
    {
        [Range(0.5, 2.5)] public double Ratio { get; init; } = 1;
        [Range(1, 50)] public double WholeRange { get; init; } = 5;
        [Range(1, 50)] public int Count { get; init; } = 5;
        [Range(1, 1000)] public long Large { get; init; } = 5;
        [Range(typeof(TimeSpan), "00:00:00.5", "1.00:00:00")] public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(1);
        [Required] public string Name { get; init; } = "name";
        public double Free { get; init; } = double.NaN;

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        {
            if (Ratio > Count)
                yield return new($"must not exceed Count ({Count}), but is {Ratio}", [nameof(Ratio)]);
        }
    }

    [Fact]
    public void Options_within_their_ranges_pass_as_they_are()
    {
        var options = new Options { Ratio = 2.5, WholeRange = 50, Count = 50, Large = 1000, Wait = TimeSpan.FromDays(1) };
        Assert.Same(options, OptionRules.Validated(options, "Section"));
    }

    public static TheoryData<string, object> Refused => new()
    {
        { "Grid:Ratio must be between 0.5 and 2.5, but is 0.4999", new Options { Ratio = 0.4999 } },
        { "Grid:Ratio must be between 0.5 and 2.5, but is NaN", new Options { Ratio = double.NaN } },
        { "Grid:Ratio must be between 0.5 and 2.5, but is Infinity", new Options { Ratio = double.PositiveInfinity } },
        { "Grid:WholeRange must be between 1 and 50, but is 50.4", new Options { WholeRange = 50.4 } },
        { "Grid:Count must be between 1 and 50, but is 0", new Options { Count = 0 } },
        { "Grid:Large must be between 1 and 1000, but is 5000000000", new Options { Large = 5_000_000_000 } },
        { "Grid:Wait must be between 00:00:00.5000000 and 1.00:00:00, but is 00:00:00.4000000", new Options { Wait = TimeSpan.FromSeconds(0.4) } },
        { "Grid:Wait must be between 00:00:00.5000000 and 1.00:00:00, but is 2.00:00:00", new Options { Wait = TimeSpan.FromDays(2) } },
        { "Grid:Name The Name field is required, but is ", new Options { Name = "" } },
        { "Grid:Ratio must not exceed Count (1), but is 1.5", new Options { Ratio = 1.5, Count = 1 } },
        { "Grid:Ratio must be between 0.5 and 2.5, but is 9; Grid:Count must be between 1 and 50, but is 99", new Options { Ratio = 9, Count = 99 } },
    };

    [Theory, MemberData(nameof(Refused))]
    public void A_refusal_names_section_option_range_and_value(string message, object options) =>
        Assert.Equal(message, Assert.Throws<ValidationException>(() => OptionRules.Validated(options, "Grid")).Message);

    [Fact]
    public void Reads_and_writes_numbers_the_same_in_every_culture()
    {
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = comma;
            OptionRules.Validated(new Options(), "Grid");
            A_refusal_names_section_option_range_and_value("Grid:Ratio must be between 0.5 and 2.5, but is 0.25", new Options { Ratio = 0.25 });
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
