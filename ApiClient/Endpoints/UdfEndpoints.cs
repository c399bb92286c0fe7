using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using GoldenSignals.ApiClient.Security;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace GoldenSignals.ApiClient.Endpoints;

/// <summary>What charts of TradingView ask a datafeed for: its universal datafeed protocol. Names and times are the protocol's: seconds since 1970.</summary>
internal static class UdfEndpoints
{
    private const string Exchange = "GoldenSignals";
    private const int MostBars = 10_000, MostMarks = 1_000;

    public static void MapUdf(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder udf = app.MapGroup("/udf").WithTags("Charts");
        udf.MapGet("/config", Config).WithName("UdfConfig");
        udf.MapGet("/time", Time).WithName("UdfTime").Produces<string>(200, "text/plain");
        udf.MapGet("/symbols", Symbol).WithName("UdfSymbol").ProducesProblem(400).ProducesProblem(404).ProducesProblem(422);
        udf.MapGet("/search", Search).WithName("UdfSearch").ProducesProblem(400);
        udf.MapGet("/history", History).WithName("UdfHistory").ProducesProblem(400).ProducesProblem(404).ProducesProblem(422).ProducesProblem(503);
        udf.MapGet("/marks", Marks).WithName("UdfMarks").ProducesProblem(400).ProducesProblem(404).ProducesProblem(422).ProducesProblem(503);
    }

    /// <summary>What the datafeed can do.</summary>
    internal static Ok<UdfConfig> Config(IOptions<GridOptions> options) => TypedResults.Ok(new UdfConfig(
        UdfResolution.Of(options.Value.Interval), SupportsSearch: true, SupportsGroupRequest: false, SupportsMarks: true, SupportsTimescaleMarks: false, SupportsTime: true,
        [new("", "All", ""), new(Exchange, Exchange, "")], [new("", "All")]));

    /// <summary>The time of the grid, in seconds since 1970.</summary>
    internal static async Task<ContentHttpResult> Time(Grid grid, TimeProvider clock) =>
        TypedResults.Text(Seconds(await grid.Universe.Now() ?? clock.GetUtcNow().UtcDateTime).ToString(CultureInfo.InvariantCulture));

    /// <summary>What a chart needs to know of a symbol.</summary>
    /// <param name="symbol">The symbol, alone or as GoldenSignals:SYMBOL.</param>
    internal static async Task<Ok<UdfSymbol>> Symbol(string symbol, Grid grid, HttpContext context)
    {
        SymbolRow row = await Find(grid, context, symbol);
        string[] resolutions = UdfResolution.Of(row.Interval);
        return TypedResults.Ok(new UdfSymbol(
            row.Symbol, row.Symbol, row.Symbol, "stock", "24x7", "Etc/UTC", Exchange, Exchange, 1, PriceScale(row.Price), row.Interval < TimeSpan.FromDays(1), row.Interval < TimeSpan.FromMinutes(1),
            [.. resolutions.Where(resolution => resolution.EndsWith('S')).Select(resolution => resolution[..^1])], [.. resolutions.Where(resolution => char.IsAsciiDigit(resolution[^1]))],
            resolutions.Contains("1D"), resolutions.Contains("1W"), resolutions, 2, "streaming", "price"));
    }

    /// <summary>Symbols by a part of their name.</summary>
    /// <param name="query">A part of the name, in any letter case; empty for all.</param>
    /// <param name="type">Of the symbols; they are all of one.</param>
    /// <param name="exchange">Of the symbols; they are all of one.</param>
    /// <param name="limit">Most symbols to answer with, 1…1,000.</param>
    internal static async Task<Ok<UdfFound[]>> Search(
        Grid grid, HttpContext context, [StringLength(64)] string? query = null, [StringLength(64)] string? type = null, [StringLength(64)] string? exchange = null,
        [Range(1, 1_000), DefaultValue(30)] int limit = 30)
    {
        Caller caller = context.Caller();
        string text = WithoutExchange(query ?? "");
        if (type is not (null or "" or "stock") || exchange is not (null or "" or Exchange))
            return TypedResults.Ok<UdfFound[]>([]);
        return TypedResults.Ok<UdfFound[]>(
        [
            .. (await grid.Universe.Symbols()).Rows.Where(row => caller.MaySee(row.Symbol) && row.Symbol.Contains(text, StringComparison.OrdinalIgnoreCase))
                .OrderBy(row => row.Symbol.StartsWith(text, StringComparison.OrdinalIgnoreCase) ? 0 : 1).Take(limit)
                .Select(row => new UdfFound(row.Symbol, $"{Exchange}:{row.Symbol}", row.Symbol, Exchange, row.Symbol, "stock")),
        ]);
    }

    /// <summary>Closed bars of a symbol, oldest first, each field as a column; no_data when there are none, with the time of the last one before.</summary>
    /// <param name="symbol">The symbol, alone or as GoldenSignals:SYMBOL.</param>
    /// <param name="resolution">Length of the bars: minutes, or seconds, days, weeks with S, D, W behind: 5, 15S, 1D.</param>
    /// <param name="to">Bars that open before this time: seconds since 1970.</param>
    /// <param name="from">Bars that open at or after this time: seconds since 1970.</param>
    /// <param name="countback">As many bars before to, whatever from is, 1…10,000.</param>
    internal static async Task<Ok<UdfBars>> History(
        string symbol, string resolution, long to, Grid grid, HttpContext context, long? from = null, [Range(1, MostBars)] int? countback = null)
    {
        SymbolRow row = await Find(grid, context, symbol);
        TimeSpan interval = BarAggregation.Checked(UdfResolution.Parse(resolution), row, nameof(resolution));
        DateTime toUtc = Utc(to), fromUtc = countback is null && from is { } seconds ? Utc(seconds) : Utc(long.MinValue);
        int limit = countback ?? MostBars;
        SymbolBar[] bars = await Newest(grid, row, interval, fromUtc, toUtc, limit);
        if (bars.Length == 0)
        {
            SymbolBar[] before = await Newest(grid, row, interval, Utc(long.MinValue), fromUtc < toUtc ? fromUtc : toUtc, 1);
            return TypedResults.Ok(UdfBars.None(before.Length == 0 ? null : Seconds(before[0].Bar.OpenTimeUtc)));
        }
        return TypedResults.Ok(UdfBars.Of([.. bars.Reverse().Select(bar => bar.Bar)]));
    }

    /// <summary>The signals of a symbol as marks on its chart, each field as a column.</summary>
    /// <param name="symbol">The symbol, alone or as GoldenSignals:SYMBOL.</param>
    /// <param name="from">Of bars that open at or after this time: seconds since 1970.</param>
    /// <param name="to">Of bars that open before this time: seconds since 1970.</param>
    /// <param name="resolution">Of the chart: a mark is at the bar of this length that the signal falls in.</param>
    internal static async Task<Ok<UdfMarks>> Marks(string symbol, long from, long to, Grid grid, HttpContext context, string? resolution = null)
    {
        SymbolRow row = await Find(grid, context, symbol);
        TimeSpan? interval = resolution is null ? null : UdfResolution.Parse(resolution);
        DecisionRow[] signals = await grid.Signals(new(row.Symbol, null, Utc(from), Utc(to), MostMarks));
        return TypedResults.Ok(UdfMarks.Of([.. signals.Reverse()], time => Seconds(interval is { } length ? new(time.Ticks - time.Ticks % length.Ticks, DateTimeKind.Utc) : time)));
    }

    /// <summary>Closed bars, newest first.</summary>
    private static async Task<SymbolBar[]> Newest(Grid grid, SymbolRow row, TimeSpan interval, DateTime fromUtc, DateTime toUtc, int limit)
    {
        var query = new HistoryQuery(row.Symbol, null, fromUtc, toUtc, limit);
        return interval == row.Interval ? [.. (await grid.Bars(row, query)).Where(bar => bar.Interval == interval)] : (await grid.Bars(row, query, interval)).Rows;
    }

    private static Task<SymbolRow> Find(Grid grid, HttpContext context, string text)
    {
        string symbol = SymbolRoute.Checked(WithoutExchange(text));
        return context.Caller().MaySee(symbol) ? grid.Find(symbol) : throw Problems.UnknownSymbol.Because($"The grid has no bar of {symbol}.");
    }

    private static string WithoutExchange(string symbol) =>
        symbol.StartsWith(Exchange + ':', StringComparison.OrdinalIgnoreCase) ? symbol[(Exchange.Length + 1)..] : symbol;

    /// <summary>Parts of a price that a chart shows: two places, and of what costs little five significant ones.</summary>
    private static long PriceScale(double price) =>
        price >= 100 ? 100 : (long)Math.Pow(10, Math.Clamp(5 - Math.Ceiling(Math.Log10(price)), 2, 12));

    private static long Seconds(DateTime utc) => (utc.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;

    /// <summary>Times beyond those that there are stand for the first and the last.</summary>
    private static DateTime Utc(long seconds) => DateTime.UnixEpoch.AddSeconds(Math.Clamp(seconds, -62_135_596_800, 253_402_300_799));
}

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
