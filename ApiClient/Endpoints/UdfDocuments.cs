using System.Globalization;
using System.Text.Json.Serialization;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>What the datafeed can do.</summary>
/// <param name="SupportedResolutions">Lengths of bars, shortest first: minutes, or seconds, days, weeks with S, D, W behind.</param>
/// <param name="SupportsSearch">Whether symbols can be searched for.</param>
/// <param name="SupportsGroupRequest">Whether all symbols can be had at once.</param>
/// <param name="SupportsMarks">Whether there are marks on bars: the signals.</param>
/// <param name="SupportsTimescaleMarks">Whether there are marks on the time scale.</param>
/// <param name="SupportsTime">Whether the datafeed tells the time.</param>
/// <param name="Exchanges">To choose from when searching.</param>
/// <param name="SymbolsTypes">To choose from when searching.</param>
internal sealed record UdfConfig(
    [property: JsonPropertyName("supported_resolutions")] string[] SupportedResolutions,
    [property: JsonPropertyName("supports_search")] bool SupportsSearch,
    [property: JsonPropertyName("supports_group_request")] bool SupportsGroupRequest,
    [property: JsonPropertyName("supports_marks")] bool SupportsMarks,
    [property: JsonPropertyName("supports_timescale_marks")] bool SupportsTimescaleMarks,
    [property: JsonPropertyName("supports_time")] bool SupportsTime,
    [property: JsonPropertyName("exchanges")] UdfExchange[] Exchanges,
    [property: JsonPropertyName("symbols_types")] UdfType[] SymbolsTypes);

/// <summary>An exchange to choose from.</summary>
/// <param name="Value">What a search sends; empty for all.</param>
/// <param name="Name">What is shown.</param>
/// <param name="Desc">What is shown beside it.</param>
internal sealed record UdfExchange(string Value, string Name, string Desc);

/// <summary>A type of symbols to choose from.</summary>
/// <param name="Value">What a search sends; empty for all.</param>
/// <param name="Name">What is shown.</param>
internal sealed record UdfType(string Value, string Name);

/// <summary>A symbol as charts know it.</summary>
/// <param name="Name">The symbol.</param>
/// <param name="Ticker">What the chart asks for: the symbol.</param>
/// <param name="Description">The symbol; the grid knows no longer name.</param>
/// <param name="Type">stock.</param>
/// <param name="Session">24x7: there are bars whenever the symbol trades.</param>
/// <param name="Timezone">Etc/UTC.</param>
/// <param name="Exchange">GoldenSignals.</param>
/// <param name="ListedExchange">GoldenSignals.</param>
/// <param name="Minmov">Least step of the price, in parts of pricescale.</param>
/// <param name="Pricescale">Parts of 1 that a price is shown in.</param>
/// <param name="HasIntraday">Whether there are bars of less than a day.</param>
/// <param name="HasSeconds">Whether there are bars of less than a minute.</param>
/// <param name="SecondsMultipliers">Lengths of these, in seconds.</param>
/// <param name="IntradayMultipliers">Lengths of bars of minutes.</param>
/// <param name="HasDaily">Whether there are bars of a day.</param>
/// <param name="HasWeeklyAndMonthly">Whether there are bars of a week.</param>
/// <param name="SupportedResolutions">Lengths of bars, shortest first.</param>
/// <param name="VolumePrecision">Places of a volume.</param>
/// <param name="DataStatus">streaming.</param>
/// <param name="Format">price.</param>
internal sealed record UdfSymbol(
    string Name,
    string Ticker,
    string Description,
    string Type,
    string Session,
    string Timezone,
    string Exchange,
    [property: JsonPropertyName("listed_exchange")] string ListedExchange,
    int Minmov,
    long Pricescale,
    [property: JsonPropertyName("has_intraday")] bool HasIntraday,
    [property: JsonPropertyName("has_seconds")] bool HasSeconds,
    [property: JsonPropertyName("seconds_multipliers")] string[] SecondsMultipliers,
    [property: JsonPropertyName("intraday_multipliers")] string[] IntradayMultipliers,
    [property: JsonPropertyName("has_daily")] bool HasDaily,
    [property: JsonPropertyName("has_weekly_and_monthly")] bool HasWeeklyAndMonthly,
    [property: JsonPropertyName("supported_resolutions")] string[] SupportedResolutions,
    [property: JsonPropertyName("volume_precision")] int VolumePrecision,
    [property: JsonPropertyName("data_status")] string DataStatus,
    string Format);

/// <summary>A symbol that was found.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="FullName">With the exchange in front.</param>
/// <param name="Description">The symbol; the grid knows no longer name.</param>
/// <param name="Exchange">GoldenSignals.</param>
/// <param name="Ticker">What the chart asks for: the symbol.</param>
/// <param name="Type">stock.</param>
internal sealed record UdfFound(string Symbol, [property: JsonPropertyName("full_name")] string FullName, string Description, string Exchange, string Ticker, string Type);

/// <summary>Bars, each field as a column.</summary>
/// <param name="S">ok or no_data.</param>
/// <param name="T">Open times, seconds since 1970.</param>
/// <param name="O">First prices.</param>
/// <param name="H">Highest prices.</param>
/// <param name="L">Lowest prices.</param>
/// <param name="C">Last prices.</param>
/// <param name="V">Volumes.</param>
/// <param name="NextTime">Of no_data: open time of the last bar before; left out when there is none.</param>
internal sealed record UdfBars(
    string S, long[] T, double[] O, double[] H, double[] L, double[] C, double[] V,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? NextTime = null)
{
    public static UdfBars None(long? nextTime) => new("no_data", [], [], [], [], [], [], nextTime);

    public static UdfBars Of(Bar[] bars) => new(
        "ok", [.. bars.Select(bar => (bar.OpenTimeUtc.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond)],
        [.. bars.Select(bar => bar.Open)], [.. bars.Select(bar => bar.High)], [.. bars.Select(bar => bar.Low)], [.. bars.Select(bar => bar.Close)], [.. bars.Select(bar => bar.Volume)]);
}

/// <summary>Marks, each field as a column.</summary>
/// <param name="Id">Of the signals.</param>
/// <param name="Time">Seconds since 1970.</param>
/// <param name="Color">green to buy, red to sell, yellow to hold.</param>
/// <param name="Text">What a mark says when it is pointed at.</param>
/// <param name="Label">The letter on a mark.</param>
/// <param name="LabelFontColor">Of the letters.</param>
/// <param name="MinSize">Of the marks, in pixels.</param>
internal sealed record UdfMarks(string[] Id, long[] Time, string[] Color, string[] Text, string[] Label, string[] LabelFontColor, int[] MinSize)
{
    public static UdfMarks Of(DecisionRow[] signals, Func<DateTime, long> seconds) => new(
        [.. signals.Select(signal => Decision.IdOf(signal.Symbol, signal.Interval, signal.BarTimeUtc, signal.Configuration))],
        [.. signals.Select(signal => seconds(signal.BarTimeUtc))],
        [.. signals.Select(signal => signal.Action switch { SignalAction.Buy => "green", SignalAction.Sell => "red", _ => "yellow" })],
        [.. signals.Select(TextOf)],
        [.. signals.Select(signal => signal.Action.ToString()[..1])],
        [.. signals.Select(_ => "white")],
        [.. signals.Select(_ => 20)]);

    private static string TextOf(DecisionRow signal) => string.Create(CultureInfo.InvariantCulture,
        $"{signal.Action.ToString().ToUpperInvariant()} at {signal.Price}: {signal.Reason}, score {signal.Score:0.00}, confidence {signal.Confidence:0.00}");
}
