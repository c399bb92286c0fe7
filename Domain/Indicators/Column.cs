namespace GoldenSignals.Domain.Indicators;

/// <summary>One named value of the catalogue, for instance <c>rsi_14</c> or <c>macd_12_26_9_signal</c>.</summary>
/// <remarks>An agent names what it reads once, as <c>static readonly Column Rsi14 = Column.Named("rsi_14")</c>;
/// the catalogue of agents takes an agent's inputs from these fields.</remarks>
public readonly record struct Column
{
    internal Column(string name, int index, int warmUp) => (Name, Index, WarmUp) = (name, index, warmUp);

    public string Name { get; }

    /// <summary>Position in <see cref="IndicatorCatalog.Columns"/>.</summary>
    public int Index { get; }

    /// <summary>The symbol's first bar, counted from 1, at which it has a value.</summary>
    public int WarmUp { get; }

    /// <exception cref="ArgumentException">No shipped indicator has that column.</exception>
    public static Column Named(string name) => IndicatorCatalog.Find(name)
        ?? throw new ArgumentException($"no indicator has a column '{name}'; docs/indicators.md lists them", nameof(name));

    public override string ToString() => Name;
}
