using Orleans;

namespace GoldenSignals.Domain.Market;

/// <summary>Something that becomes known of a symbol beside its ticks and bars: a chain of options, a headline, an earnings report.</summary>
/// <param name="TimeUtc">When it became known. It counts for the first bar that ends at or after it.</param>
[GenerateSerializer, Immutable, Alias("gs.SymbolInput")]
public abstract record SymbolInput([property: Id(0)] string Symbol, [property: Id(1)] DateTime TimeUtc)
{
    /// <summary>Names it among the inputs of its type and symbol: one that comes again is a duplicate.</summary>
    public abstract string Identity { get; }

    /// <summary>Null when its values can be true, else why not, in kebab-case. Symbol and time are checked by others.</summary>
    public string? Refusal() => Refusal(out _);

    /// <param name="field">Which value cannot be, as the API names it: <c>contracts[3].strike</c>.</param>
    public abstract string? Refusal(out string? field);
}
