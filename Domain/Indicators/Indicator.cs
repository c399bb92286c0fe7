using GoldenSignals.Domain.Market;

namespace GoldenSignals.Domain.Indicators;

/// <summary>
/// One indicator as its incremental recurrence. The object holds parameters only and is shared by all symbols;
/// what it remembers of a symbol lies in that symbol's block and is reached through the cursor.
/// </summary>
public abstract class Indicator : ColumnSource
{
    /// <summary>The first bar, counted from 1, at which every one of its columns has a value.</summary>
    public abstract int WarmUp { get; }

    /// <summary>The first bar at which one column has a value: NaN at the bars before, a finite number from it on.</summary>
    /// <param name="column">Position in <see cref="ColumnSource.Columns"/>.</param>
    public virtual int WarmUpOf(int column) => WarmUp;

    /// <summary>Whether its level hangs on the very first bar however long ago that was. Else two starts come to agree.</summary>
    public virtual bool IsRunningTotal => false;

    /// <summary>Takes one closed bar and writes the value of each column, NaN for "not yet".</summary>
    /// <param name="state">Takes the same pieces at every call.</param>
    /// <param name="values">One slot for each of <see cref="ColumnSource.Columns"/>.</param>
    public abstract void Next(ref StateCursor state, in Bar bar, Span<double> values);

    /// <summary>Its values over bars from the first on: a fold over <see cref="Next"/>, one array for each column.</summary>
    /// <param name="interval">Length of the bars, for what depends on it.</param>
    public double[][] Over(ReadOnlySpan<Bar> bars, TimeSpan interval = default)
    {
        var columns = new double[Columns.Count][];
        for (int c = 0; c < columns.Length; c++)
            columns[c] = new double[bars.Length];
        var block = new double[StateWords()];
        var values = new double[Columns.Count];
        for (int i = 0; i < bars.Length; i++)
        {
            var cursor = new StateCursor(block, interval);
            Next(ref cursor, bars[i], values);
            for (int c = 0; c < columns.Length; c++)
                columns[c][i] = values[c];
        }
        return columns;
    }

    /// <summary>How many words (of 8 bytes) of a symbol's block it takes, found by one trial bar.</summary>
    public int StateWords()
    {
        var cursor = new StateCursor(new double[1 << 16]);
        Next(ref cursor, default, new double[Columns.Count]);
        return cursor.Position;
    }
}

/// <summary>Ships an indicator in the grid with these constructor arguments; once for each set of parameters.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ShipsAttribute(params object[] arguments) : Attribute
{
    public object[] Arguments { get; } = arguments;
}
