using GoldenSignals.Domain.Market;

namespace GoldenSignals.Silo.Feeds;

/// <summary>
/// Cuts the batches of a feed into steps: what becomes known at one bar's end or within the interval after it. After a step
/// every bar that ends by its time is there, so that all shards can decide a bar time before any of them comes to the next.
/// </summary>
/// <param name="interval">Of the bars that ticks are built into.</param>
public sealed class MarketSteps(TimeSpan interval)
{
    private readonly SortedDictionary<long, Step> _steps = [];
    private DateTime _watermarkUtc;

    private sealed class Step
    {
        public List<Tick> Ticks { get; } = [];
        public List<SymbolBar> Bars { get; } = [];
        public List<SymbolInput> Inputs { get; } = [];
    }

    /// <summary>The steps of a batch, in the order of time.</summary>
    /// <param name="hold">Whether the last step waits for the next batch, which may go on with it.</param>
    public IEnumerable<FeedBatch> Of(FeedBatch batch, bool hold)
    {
        Add(batch);
        if (!hold && _steps.Count == 0)
            yield return batch with { WatermarkUtc = Risen(batch.WatermarkUtc) };      // nothing but the word that bars are complete
        while (_steps.Count > (hold ? 1 : 0))
            yield return Next(batch.WatermarkUtc, last: !hold && _steps.Count == 1);
    }

    /// <summary>What was held back, when the feed has ended.</summary>
    public IEnumerable<FeedBatch> Rest()
    {
        while (_steps.Count > 0)
            yield return Next(DateTime.MinValue, last: false);
    }

    private void Add(FeedBatch batch)
    {
        foreach (ref readonly Tick tick in batch.Ticks.Span)
            At(Floor(tick.TimeUtc)).Ticks.Add(tick);
        foreach (ref readonly SymbolBar bar in batch.Bars.Span)
            At(bar.Bar.OpenTimeUtc.Ticks + bar.Interval.Ticks).Bars.Add(bar);
        foreach (SymbolInput input in batch.Inputs.Span)
            At(Floor(input.TimeUtc)).Inputs.Add(input);
    }

    private FeedBatch Next(DateTime watermarkUtc, bool last)
    {
        (long time, Step step) = _steps.First();
        _steps.Remove(time);
        return new FeedBatch(step.Ticks.ToArray(), step.Bars.ToArray(), Risen(last ? watermarkUtc : new DateTime(time, DateTimeKind.Utc))) { Inputs = step.Inputs.ToArray() };
    }

    /// <summary>A late tick has a step of its own, before others that were taken: the watermark stays.</summary>
    private DateTime Risen(DateTime watermarkUtc) => _watermarkUtc = watermarkUtc > _watermarkUtc ? watermarkUtc : _watermarkUtc;

    private Step At(long time)
    {
        if (!_steps.TryGetValue(time, out Step? step))
            _steps.Add(time, step = new());
        return step;
    }

    private long Floor(DateTime timeUtc) => timeUtc.Ticks - timeUtc.Ticks % interval.Ticks;
}
