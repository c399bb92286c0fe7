using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Options;
using GoldenSignals.Domain.Storage;

namespace GoldenSignals.Domain.Indicators;

/// <summary>What a symbol's last option chain and its days of chains tell. NaN where a chain does not tell it, and all of it once the chain is too old.</summary>
/// <remarks>
/// Of the chain: age in hours; contracts and quotes solved; rate; spot by parity, and its gap to the printed price as a share; IV30, IV90 and
/// their ratio; 25-delta skew over IV; put/call ratios of volume and open interest; parity gap as a share of the spot; gamma exposure in
/// currency for 1 %, its share of the gross, flip point, and share of the open interest that has a volatility; volume; open interest; unusual
/// flow −1…1 and its share of the volume; max pain of the nearest expiry, and the days to it.
/// Of its days: their number; IV rank and percentile 0…100 over 252; z-scores over 60; realised volatility of 30 days.
/// </remarks>
public sealed class OptionColumns : SideColumns
{
    /// <summary>A chain older than this at a bar's close counts as missing.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromHours(24);

    /// <summary>Days behind a z-score.</summary>
    public const int ZScoreDays = 60;

    // Grow older from bar to bar, and are written at each.
    private const int AgeHours = 0, MaxPainDays = 1;

    private static readonly (string Name, Func<ChainAnalysis, double> Value)[] s_ofChain =
    [
        ("opt_age_hours", _ => double.NaN),
        ("opt_max_pain_days", _ => double.NaN),
        ("opt_max_pain", chain => chain.MaxPain),
        ("opt_contracts", chain => chain.Chain.Contracts.Length),
        ("opt_solved", chain => chain.Solved),
        ("opt_rate", chain => chain.Chain.Rate),
        ("opt_spot", chain => chain.Spot),
        ("opt_spot_gap", chain => chain.Spot / chain.Chain.UnderlyingPrice - 1),
        ("opt_iv_30", chain => chain.Iv30),
        ("opt_iv_90", chain => chain.Iv90),
        ("opt_iv_30_90", chain => chain.Iv30 / chain.Iv90),
        ("opt_skew_25", chain => chain.Skew25),
        ("opt_parity_gap", chain => chain.ParityGap),
        ("opt_gex", chain => chain.Gamma.PerPercent),
        ("opt_gex_share", chain => chain.Gamma.PerPercent / chain.Gamma.Gross),
        ("opt_gex_flip", chain => chain.Gamma.Flip),
        ("opt_gex_priced", chain => chain.Gamma.PricedShare),
        ("opt_volume", chain => chain.Activity.Volume),
        ("opt_oi", chain => chain.Activity.OpenInterest),
        ("opt_put_call_volume", chain => chain.Activity.PutCallVolume),
        ("opt_put_call_oi", chain => chain.Activity.PutCallOpenInterest),
        ("opt_flow", chain => chain.Activity.Flow),
        ("opt_flow_share", chain => chain.Activity.FlowShare),
    ];

    private static readonly (string Name, Func<OptionHistory, double> Value)[] s_ofHistory =
    [
        ("opt_iv_rank_252", history => history.IvRank()),
        ("opt_iv_percentile_252", history => history.IvPercentile()),
        ("opt_skew_25_z_60", history => history.ZScore(day => day.Skew25, ZScoreDays)),
        ("opt_put_call_z_60", history => history.ZScore(day => day.PutCall, ZScoreDays)),
        ("opt_rv_30", history => history.RealisedVolatility30()),
    ];

    public override IReadOnlyList<string> Columns { get; } =
        [.. s_ofChain.Select(column => column.Name), .. s_ofHistory.Select(column => column.Name), "opt_history_days"];

    public override bool Takes(SymbolInput input) => input is OptionChain;

    public override SideState Start() => new State();

    private sealed class State : SideState
    {
        private readonly OptionHistory _history = new();
        private double[] _values = [];
        private DateTime _timeUtc;
        private DateTime? _maxPainExpiryUtc;

        public override void Take(SymbolInput input)
        {
            if (input.TimeUtc < _timeUtc)
                return;                                             // came late: what is known since is newer
            var chain = new ChainAnalysis((OptionChain)input);
            _timeUtc = input.TimeUtc;
            _maxPainExpiryUtc = chain.MaxPainExpiryUtc;
            bool kept = _history.Add(new(_timeUtc, chain.Iv30, chain.Skew25, Math.Log(chain.Activity.PutCallVolume), chain.Spot));
            _values =
            [
                .. s_ofChain.Select(column => column.Value(chain)),
                .. s_ofHistory.Select(column => kept ? column.Value(_history) : double.NaN),
                _history.Count,
            ];
        }

        public override void Write(in Bar bar, DateTime closeUtc, Span<double> values)
        {
            TimeSpan age = closeUtc - _timeUtc;
            if (age > MaxAge)
                return;
            _values.CopyTo(values);
            values[AgeHours] = age.TotalHours;
            if (_maxPainExpiryUtc is { } expiry)
                values[MaxPainDays] = (expiry - closeUtc).TotalDays;
        }

        public override void Save(StateWriter to)
        {
            to.Time(_timeUtc);
            to.Bool(_maxPainExpiryUtc is not null);
            if (_maxPainExpiryUtc is { } expiry)
                to.Time(expiry);
            to.Sparse(_values);
            _history.Save(to);
        }

        public override void Restore(StateReader from)
        {
            _timeUtc = from.Time();
            _maxPainExpiryUtc = from.Bool() ? from.Time() : null;
            _values = from.Sparse();
            if (_values.Length != 0 && _values.Length != s_ofChain.Length + s_ofHistory.Length + 1)
                throw from.Wrong($"{_values.Length} figures of a chain");
            _history.Restore(from);
        }
    }
}
