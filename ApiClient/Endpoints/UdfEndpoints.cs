using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using GoldenSignals.ApiClient.Security;
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
