using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Storage;

namespace GoldenSignals.Grains;

/// <summary>An intake at rest.</summary>
internal sealed partial class Intake
{
    /// <summary>Writes all that it remembers; between batches, when nothing waits to be handed on. The canary's is left out.</summary>
    public void Save(StateWriter to)
    {
        if (_touched.Count > 0)
            throw new InvalidOperationException("bars that are closed wait to be handed on");
        to.Time(_sweptUtc);
        Slot[] slots = [.. _slots.Values.Where(slot => slot.Symbol != Canary.Symbol)];
        to.Int(slots.Length);
        foreach (Slot slot in slots)
            Save(to, slot);
        _early.Save(to);
    }

    /// <summary>Goes on from what was saved. A fresh intake only.</summary>
    public void Restore(StateReader from)
    {
        _sweptUtc = from.Time();
        for (int left = from.Count(); left > 0; left--)
        {
            Slot slot = ReadSlot(from);
            _slots.Add(slot.Symbol, slot);
        }
        _early.Restore(from);
    }

    private static void Save(StateWriter to, Slot slot)
    {
        to.Text(slot.Symbol);
        to.Span(slot.Interval);
        slot.Gate.Save(to);
        slot.Builder.Save(to);
        to.Time(slot.LastBarUtc);
        to.Time(slot.TakenUntilUtc);
        to.Time(slot.HeardUtc);
        to.Bool(slot.DevelopingGap);
        to.Bool(slot.InGap);
        to.Double(slot.LastClose);
        to.Int(slot.Bars);
        slot.Seen.Save(to);
        to.Bool(slot.Row is not null);
        if (slot.Row is { } row)
            SaveRow(to, row);
    }

    private Slot ReadSlot(StateReader from)
    {
        (string symbol, TimeSpan interval) = (from.Text(), from.Span());
        var slot = new Slot(symbol, interval, gate) { IsAdmitted = true };
        slot.Gate.Restore(from);
        slot.Builder.Restore(from);
        (slot.LastBarUtc, slot.TakenUntilUtc, slot.HeardUtc) = (from.Time(), from.Time(), from.Time());
        (slot.DevelopingGap, slot.InGap) = (from.Bool(), from.Bool());
        (slot.LastClose, slot.Bars) = (from.Double(), from.Int());
        slot.Seen.Restore(from);
        if (from.Bool())
            slot.Row = ReadRow(from, symbol, interval);
        return slot;
    }

    internal static void SaveRow(StateWriter to, in SymbolRow row)
    {
        to.Time(row.BarTimeUtc);
        to.Double(row.Price);
        to.Double(row.Change);
        to.Int((int)row.Action);
        to.Double(row.Score);
        to.Double(row.Confidence);
        to.Text(row.Reason);
        to.Double(row.AboveSma50);
        to.Double(row.Momentum);
        to.Bool(row.Gap);
        to.Time(row.HeardUtc, row.BarTimeUtc);
    }

    internal static SymbolRow ReadRow(StateReader from, string symbol, TimeSpan interval)
    {
        DateTime time = from.Time();
        return new(symbol, interval, time, from.Double(), from.Double(), from.Enum<Domain.Consensus.SignalAction>(), from.Double(), from.Double(), from.Text())
        {
            AboveSma50 = from.Double(),
            Momentum = from.Double(),
            Gap = from.Bool(),
            HeardUtc = from.Time(time),
        };
    }
}
