using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Options;
using GoldenSignals.Domain.Sentiment;

namespace GoldenSignals.Domain.Storage;

/// <summary>What a grid takes in, in bytes and back, every field to the bit; each NaN comes back as <see cref="double.NaN"/>.</summary>
/// <remarks>Times are distances from the item before. What is read was judged when it came in, and is not judged again.</remarks>
public static class InputCodec
{
    private const int LeastBytesOfTick = 6, LeastBytesOfInput = 4;

    private enum Kind
    {
        News,
        Earnings,
        Chain,
    }

    public static void Write(StateWriter to, ReadOnlySpan<Tick> ticks)
    {
        to.Int(ticks.Length);
        DateTime time = default;
        long sequence = 0;
        foreach (ref readonly Tick tick in ticks)
        {
            to.Text(tick.Symbol);
            to.Time(tick.TimeUtc, time);
            to.Number(tick.Price);
            to.Number(tick.Size);
            to.Text(tick.Source);
            to.Int(unchecked(tick.Sequence - sequence));
            (time, sequence) = (tick.TimeUtc, tick.Sequence);
        }
    }

    /// <exception cref="InvalidDataException">The bytes are no ticks.</exception>
    public static Tick[] ReadTicks(StateReader from)
    {
        var ticks = new Tick[from.Count(LeastBytesOfTick)];
        Tick before = default;
        for (int i = 0; i < ticks.Length; i++)
        {
            string symbol = from.Text();
            ticks[i] = before = new(symbol, from.Time(before.TimeUtc), from.Number(), from.Number(), from.Text(), unchecked(before.Sequence + from.Int()));
        }
        return ticks;
    }

    public static void Write(StateWriter to, ReadOnlySpan<SymbolBar> bars)
    {
        to.Int(bars.Length);
        DateTime before = default;
        foreach (ref readonly SymbolBar bar in bars)
        {
            to.Text(bar.Symbol);
            to.Span(bar.Interval);
            BarCodec.Write(to, bar.Bar, before);
            before = bar.Bar.OpenTimeUtc;
        }
    }

    /// <exception cref="InvalidDataException">The bytes are no bars.</exception>
    public static SymbolBar[] ReadBars(StateReader from)
    {
        var bars = new SymbolBar[from.Count(2 + BarCodec.LeastBytes)];
        DateTime before = default;
        for (int i = 0; i < bars.Length; i++)
        {
            bars[i] = new(from.Text(), from.Span(), BarCodec.Read(from, before));
            before = bars[i].Bar.OpenTimeUtc;
        }
        return bars;
    }

    public static void Write(StateWriter to, ReadOnlySpan<SymbolInput> inputs)
    {
        to.Int(inputs.Length);
        DateTime before = default;
        foreach (SymbolInput input in inputs)
        {
            to.Int((int)KindOf(input));
            to.Text(input.Symbol);
            to.Time(input.TimeUtc, before);
            before = input.TimeUtc;
            switch (input)
            {
                case NewsItem news:
                    Write(to, news);
                    break;
                case EarningsReport report:
                    Write(to, report);
                    break;
                case OptionChain chain:
                    ChainCodec.Write(to, chain);
                    break;
            }
        }
    }

    /// <exception cref="InvalidDataException">The bytes are no such inputs.</exception>
    public static SymbolInput[] ReadInputs(StateReader from)
    {
        var inputs = new SymbolInput[from.Count(LeastBytesOfInput)];
        DateTime time = default;
        for (int i = 0; i < inputs.Length; i++)
        {
            Kind kind = from.Enum<Kind>();
            string symbol = from.Text();
            time = from.Time(time);
            inputs[i] = kind switch
            {
                Kind.News => ReadNews(from, symbol, time),
                Kind.Earnings => ReadEarnings(from, symbol, time),
                _ => ChainCodec.Read(from, symbol, time),
            };
        }
        return inputs;
    }

    private static Kind KindOf(SymbolInput input) => input switch
    {
        NewsItem => Kind.News,
        EarningsReport => Kind.Earnings,
        OptionChain => Kind.Chain,
        _ => throw new ArgumentException($"nothing is known of writing a {input.GetType()}", nameof(input)),
    };

    private static void Write(StateWriter to, NewsItem news)
    {
        to.Text(news.Headline);
        to.Text(news.Source);
        to.Int((int)news.Channel);
        to.Int((int)news.Stance);
        to.Text(news.Id);
        to.Double(news.Tone);
    }

    private static NewsItem ReadNews(StateReader from, string symbol, DateTime time) =>
        new(symbol, time, from.Text(), from.Text(), from.Enum<NewsChannel>(), from.Enum<Stance>(), from.Text(), from.Double());

    private static void Write(StateWriter to, EarningsReport report)
    {
        to.Number(report.ActualEps);
        to.Number(report.ExpectedEps);
        to.Bool(report.Dispersion is not null);
        if (report.Dispersion is { } dispersion)
            to.Number(dispersion);
    }

    private static EarningsReport ReadEarnings(StateReader from, string symbol, DateTime time) =>
        new(symbol, time, from.Number(), from.Number(), from.Bool() ? from.Number() : null);
}
