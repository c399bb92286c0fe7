using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Storage;

namespace GoldenSignals.Domain.Sentiment;

/// <summary>The last earnings surprise of a symbol, in deviations, and its age in days.</summary>
/// <remarks><code>
/// earnings_sue       (actual − expected) / σ;  σ = the dispersion given, else the deviation (n − 1) of the up to 20 surprises before
/// earnings_age_days  close of the bar − time of the report, in days of 24 hours
/// </code>
/// The surprise is NaN with less than 4 surprises before it and no dispersion given, or where σ is 0. A report that is not newer than the last is left out.
/// Source: Bernard and Thomas, Post-Earnings-Announcement Drift (1989), who expect what a seasonal random walk gives; here the calendar brings the
/// expectation.</remarks>
public sealed class EarningsColumns : SideColumns
{
    private const int Remembered = 20, Least = 4;

    public override IReadOnlyList<string> Columns { get; } = ["earnings_sue", "earnings_age_days"];

    public override bool Takes(SymbolInput input) => input is EarningsReport;

    public override SideState Start() => new State();

    private sealed class State : SideState
    {
        private readonly double[] _surprises = new double[Remembered];
        private long _count;
        private double _sue = double.NaN;
        private DateTime _timeUtc;

        public override void Take(SymbolInput input)
        {
            var report = (EarningsReport)input;
            if (report.TimeUtc <= _timeUtc)
                return;
            double deviation = report.Dispersion ?? DeviationBefore();
            _sue = deviation > 0 ? report.Surprise / deviation : double.NaN;
            _surprises[_count++ % Remembered] = report.Surprise;
            _timeUtc = report.TimeUtc;
        }

        public override void Write(in Bar bar, DateTime closeUtc, Span<double> values)
        {
            values[0] = _sue;
            values[1] = (closeUtc - _timeUtc).TotalDays;
        }

        public override void Save(StateWriter to)
        {
            to.Time(_timeUtc);
            to.Double(_sue);
            to.Int(_count);
            to.DoublesOnly(_surprises);
        }

        public override void Restore(StateReader from)
        {
            (_timeUtc, _sue, _count) = (from.Time(), from.Double(), from.Int());
            if (_count < 0)
                throw from.Wrong($"{_count} reports");
            from.DoublesOnly(_surprises);
        }

        /// <summary>NaN while there are too few.</summary>
        private double DeviationBefore()
        {
            ReadOnlySpan<double> before = _surprises.AsSpan(0, (int)Math.Min(_count, Remembered));
            if (before.Length < Least)
                return double.NaN;
            double mean = 0, squares = 0;
            foreach (double surprise in before)
                mean += surprise / before.Length;
            foreach (double surprise in before)
                squares += (surprise - mean) * (surprise - mean);
            return Math.Sqrt(squares / (before.Length - 1));
        }
    }
}
