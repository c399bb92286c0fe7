using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Risk;
using GoldenSignals.Domain.Storage;
using GoldenSignals.Grains;

namespace GoldenSignals.Silo.Storage.History;

/// <summary>How rows of one type are named, ordered and written.</summary>
internal abstract class RowFormat<T>
{
    protected RowFormat()
    {
        BySeries = Comparer<T>.Create((one, other) => RowKey.BySeries(Key(one), Key(other)));
        OldestFirst = Comparer<T>.Create((one, other) => RowKey.OldestFirst(Key(one), Key(other)));
        NewestFirst = Comparer<T>.Create((one, other) => RowKey.NewestFirst(Key(one), Key(other)));
    }

    public IComparer<T> BySeries { get; }
    public IComparer<T> OldestFirst { get; }
    public IComparer<T> NewestFirst { get; }

    public abstract RowKey Key(T row);

    /// <summary>Everything but the key.</summary>
    public abstract void Write(StateWriter to, T row);

    public abstract T Read(StateReader from, RowKey key);
}

internal sealed class BarFormat : RowFormat<SymbolBar>
{
    public static readonly BarFormat Instance = new();

    public override RowKey Key(SymbolBar row) => new(row.Symbol, row.Interval, row.Bar.OpenTimeUtc);

    public override void Write(StateWriter to, SymbolBar row) =>
        to.DoublesOnly([row.Bar.Open, row.Bar.High, row.Bar.Low, row.Bar.Close, row.Bar.Volume]);

    public override SymbolBar Read(StateReader from, RowKey key)
    {
        Span<double> values = stackalloc double[5];
        from.DoublesOnly(values);
        return new(key.Symbol, key.Interval, new(key.BarTimeUtc, values[0], values[1], values[2], values[3], values[4]));
    }
}

internal sealed class DecisionFormat : RowFormat<DecisionRow>
{
    public static readonly DecisionFormat Instance = new();

    public override RowKey Key(DecisionRow row) => new(row.Symbol, row.Interval, row.BarTimeUtc);

    public override void Write(StateWriter to, DecisionRow row)
    {
        to.DoublesOnly([row.Price, row.Score, row.Confidence]);
        to.Byte((byte)row.Action);
        to.Byte((byte)row.ActionBefore);
        to.Text(row.Reason);
        to.Text(row.Configuration);
        to.Int(row.Sequence);
        to.Bool(row.Position is not null);
        if (row.Position is not { } position)
            return;
        to.Byte((byte)position.Side);
        to.DoublesOnly([position.Stop, position.Target, position.RewardRisk, position.SizeFraction, position.ProjectedLossFraction]);
    }

    public override DecisionRow Read(StateReader from, RowKey key)
    {
        double price = from.Double(), score = from.Double(), confidence = from.Double();
        SignalAction action = Action(from), before = Action(from);
        string reason = from.Text(), configuration = from.Text();
        long sequence = from.Int();
        Position? position = null;
        if (from.Bool())
        {
            byte side = from.Byte();
            Span<double> values = stackalloc double[5];
            from.DoublesOnly(values);
            position = new(side <= (byte)PositionSide.Exit ? (PositionSide)side : throw from.Wrong($"{side} is no side"), values[0], values[1], values[2], values[3], values[4]);
        }
        return new(key.Symbol, key.Interval, key.BarTimeUtc, price, action, before, score, confidence, reason, position, configuration, sequence);
    }

    private static SignalAction Action(StateReader from) =>
        from.Byte() is <= (byte)SignalAction.Sell and var action ? (SignalAction)action : throw from.Wrong("there is no such action");
}
