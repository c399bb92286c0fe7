namespace GoldenSignals.Domain.Market;

/// <summary>Why input was not taken, in the words of the API's problem codes.</summary>
public static class Refusal
{
    public const string InvalidSymbol = "invalid-symbol";
    public const string PriceNotFinite = "price-not-finite";
    public const string PriceOutOfRange = "price-out-of-range";
    public const string TimeOutOfRange = "time-out-of-range";
    public const string SizeOutOfRange = "size-out-of-range";
    public const string CrossedQuote = "crossed-quote";
    public const string InconsistentBar = "inconsistent-bar";
    public const string Duplicate = "duplicate";
    public const string LateTick = "late-tick";
    public const string LateBar = "late-bar";
    public const string FutureTick = "future-tick";
    public const string PriceSpike = "price-spike";
    public const string IntervalMismatch = "interval-mismatch";
    public const string UnknownSymbol = "unknown-symbol";
    public const string FutureInput = "future-input";
    public const string TooManySources = "too-many-sources";
    public const string TooManyWaiting = "too-many-waiting";
}

/// <summary>What a tick, quote or bar must be by itself; null means valid.</summary>
public static class TickRules
{
    public static string? Check(in Tick tick) =>
        !SymbolName.IsValid(tick.Symbol) ? Refusal.InvalidSymbol
        : CheckTime(tick.TimeUtc) ?? CheckPrice(tick.Price) ?? CheckSize(tick.Size);

    public static string? Check(in Quote quote) =>
        !SymbolName.IsValid(quote.Symbol) ? Refusal.InvalidSymbol
        : CheckTime(quote.TimeUtc) ?? CheckPrice(quote.Bid) ?? CheckPrice(quote.Ask) ?? (quote.Bid > quote.Ask ? Refusal.CrossedQuote : null);

    public static string? Check(in Bar bar) =>
        CheckTime(bar.OpenTimeUtc) ?? CheckPrice(bar.Open) ?? CheckPrice(bar.High) ?? CheckPrice(bar.Low) ?? CheckPrice(bar.Close) ?? CheckSize(bar.Volume)
        ?? (bar.Low > Math.Min(bar.Open, bar.Close) || bar.High < Math.Max(bar.Open, bar.Close) ? Refusal.InconsistentBar : null);

    public static string? Check(SymbolInput input) => Check(input, out _);

    /// <param name="field">Which value is not valid, as the API names it.</param>
    public static string? Check(SymbolInput input, out string? field)
    {
        (string? refusal, field) =
            !SymbolName.IsValid(input.Symbol) ? (Refusal.InvalidSymbol, "symbol")
            : CheckTime(input.TimeUtc) is { } wrongTime ? (wrongTime, "timestamp")
            : (input.Refusal(out string? value), value);
        return refusal;
    }

    // Years 1 and 9999 stand for "none" in many sources, and arithmetic on them overflows.
    private static string? CheckTime(DateTime timeUtc) => timeUtc.Year is >= 1800 and < 2300 ? null : Refusal.TimeOutOfRange;

    private static string? CheckPrice(double price) =>
        !double.IsFinite(price) ? Refusal.PriceNotFinite
        : price is < 1e-12 or > 1e12 ? Refusal.PriceOutOfRange
        : null;

    private static string? CheckSize(double size) => double.IsFinite(size) && size is >= 0 and <= 1e15 ? null : Refusal.SizeOutOfRange;
}
