using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents;

/// <summary>A view by hand: <c>new SomeView { Close = 101, ["rsi_14"] = (28, 25) }</c>. Columns that are not set are NaN.</summary>
public sealed class SomeView
{
    private readonly double[] _now = Empty(), _before = Empty();

    public double Close { get; init; } = 100;
    public double? High { get; init; }
    public double? Low { get; init; }
    public double Volume { get; init; } = 1000;
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A column at this bar and the bar before; one number alone stands for both.</summary>
    public Pair this[string column]
    {
        set
        {
            int index = Column.Named(column).Index;
            (_now[index], _before[index]) = (value.Now, value.Before);
        }
    }

    public MarketView View => new("TEST", Interval,
        new Bar(SomeBars.Start, Close, High ?? Close, Low ?? Close, Close, Volume), 1000, _now, _before);

    public Vote Ask(IAgent agent) => agent.Evaluate(View);

    private static double[] Empty()
    {
        var values = new double[IndicatorCatalog.Columns.Count];
        Array.Fill(values, double.NaN);
        return values;
    }

    public readonly record struct Pair(double Now, double Before)
    {
        public static implicit operator Pair(double both) => new(both, both);
        public static implicit operator Pair((double Now, double Before) values) => new(values.Now, values.Before);
    }
}
