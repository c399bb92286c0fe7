using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>An indicator that rests on the values of others at the same bar. Runs after every <see cref="Indicator"/>; its state lies in the same block.</summary>
/// <remarks>Made with a lookup of the indicators' columns, then the arguments of its <see cref="ShipsAttribute"/>.</remarks>
public abstract class DerivedIndicator : ColumnSource
{
    /// <summary>The first bar, counted from 1, at which one of its columns may have a value.</summary>
    /// <param name="column">Position in <see cref="ColumnSource.Columns"/>.</param>
    public abstract int WarmUpOf(int column);

    /// <summary>Takes one closed bar and writes the value of each column, NaN for "not yet".</summary>
    /// <param name="state">Takes the same pieces at every call.</param>
    /// <param name="bars">The columns of every <see cref="Indicator"/> at this bar.</param>
    /// <param name="values">One slot for each of its own columns.</param>
    public abstract void Next(ref StateCursor state, in Bar bar, ReadOnlySpan<double> bars, Span<double> values);
}
