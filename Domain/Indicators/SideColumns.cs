using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Storage;

namespace GoldenSignals.Domain.Indicators;

/// <summary>
/// Columns that come from another kind of input than bars: option chains, news, earnings. The object names them and is shared
/// by all symbols; a symbol gets a <see cref="SideState"/> when its first input of the kind arrives, and until then the columns are NaN.
/// </summary>
public abstract class SideColumns : ColumnSource
{
    /// <summary>Whether this kind of input is for it.</summary>
    public abstract bool Takes(SymbolInput input);

    /// <summary>The fresh state of one symbol.</summary>
    public abstract SideState Start();
}

/// <summary>What one symbol remembers of one kind of input.</summary>
public abstract class SideState
{
    /// <summary>Takes the next input, in the order of event time; equal times in the order in which they came. One that came late has an older time than those before it.</summary>
    public abstract void Take(SymbolInput input);

    /// <summary>Writes what is known at the close of a bar.</summary>
    /// <param name="closeUtc">End of the bar. Every input up to and at it has been taken, and none after it.</param>
    /// <param name="values">One slot for each column, NaN so far.</param>
    public abstract void Write(in Bar bar, DateTime closeUtc, Span<double> values);

    /// <summary>Writes all that is remembered.</summary>
    public abstract void Save(StateWriter to);

    /// <summary>Makes a fresh state what another was.</summary>
    /// <exception cref="InvalidDataException">The bytes are of another layout.</exception>
    public abstract void Restore(StateReader from);
}
