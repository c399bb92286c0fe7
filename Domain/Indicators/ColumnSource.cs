namespace GoldenSignals.Domain.Indicators;

/// <summary>Something that yields columns of a symbol's view: an indicator of its bars, an indicator of indicators, or another kind of input.</summary>
public abstract class ColumnSource
{
    /// <summary>The values it yields, named <c>&lt;name&gt;_&lt;params&gt;[_part]</c>.</summary>
    public abstract IReadOnlyList<string> Columns { get; }
}
