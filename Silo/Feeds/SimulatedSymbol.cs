namespace GoldenSignals.Silo.Feeds;

/// <summary>One symbol of the simulated market.</summary>
internal struct SimulatedSymbol
{
    private readonly double _anchor, _deviation;
    private double _price;
    private int _haltedBars;

    /// <param name="stepLength">In ticks of 100 ns.</param>
    public SimulatedSymbol(Simulator.Options options, int index, int sector, long stepLength, long firstSequence)
    {
        Name = SimulatedSymbols.At(index);
        Sector = sector;
        Random = SplitMix.For(options.Seed, Name);
        Sequence = firstSequence;
        double u = Random.NextUniform();
        _anchor = _price = 5 + 495 * u * u;                         // more cheap than dear ones
        _deviation = options.BarVolatility * (0.7 + 0.6 * Random.NextUniform());
        BaseSize = 20 + 480 * Random.NextUniform();
        Moment = (long)(Random.Next() >> 44) * stepLength >> 20;
    }

    public readonly string Name;
    public readonly int Sector;
    public readonly double BaseSize;

    /// <summary>Its moment within each step, in ticks of 100 ns from the step's start.</summary>
    public readonly long Moment;

    public SplitMix Random;
    public long Sequence;

    public readonly bool Halted => _haltedBars > 0;

    /// <summary>Whole cents.</summary>
    public readonly double TradePrice => Math.Round(_price * 100) / 100;

    /// <summary>Goes on at a price.</summary>
    public void Continue(double price) => _price = price;

    /// <summary>Decides whether the symbol trades in the bar that begins.</summary>
    public void BeginBar(Simulator.Options options)
    {
        if (_haltedBars > 0)
            _haltedBars--;
        else if (options.HaltShare > 0 && Random.NextUniform() < options.HaltShare)
            _haltedBars = 2 + (int)(Random.Next() % 9);
    }

    /// <param name="deviations">The step's return in deviations of a bar.</param>
    public void Move(double deviations, double pull)
    {
        double change = _deviation * deviations - pull * (_price - _anchor) / _anchor;
        _price = Math.Max(1, _price * (1 + Math.Clamp(change, -0.04, 0.04)));
    }
}
