using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using GoldenSignals.Domain.Market;

namespace GoldenSignals.Benchmarks.Faults;

/// <summary>
/// A source of ticks that never loses one: it sends its next batch until the grid has acknowledged it as durable, to whichever
/// process the grid is in by then, and only then makes the one after it.
/// </summary>
public sealed class TickSender
{
    private static readonly DateTime s_start = DateTime.UtcNow.Date.AddDays(-60);      // of the past, and not past what the history keeps
    private static readonly MediaTypeHeaderValue s_lines = new("application/x-ndjson");

    private readonly Random _random;
    private readonly string _source;
    private readonly Walk[] _symbols;
    private List<Tick> _pending = [];

    private sealed class Walk(string symbol, double price)
    {
        public string Symbol => symbol;
        public List<Tick> Ticks { get; } = [];
        public double Price { get; set; } = price;
    }

    public TickSender(int number, int symbols, int seed)
    {
        _random = new(seed);
        _source = $"source-{number}";
        _symbols = [.. Enumerable.Range(0, symbols).Select(i => new Walk($"K{number}{i:D3}", 20 + 200 * _random.NextDouble()))];
    }

    /// <summary>Every tick that was acknowledged, by symbol, in order: sequences from 1.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Tick>> Acknowledged => _symbols.ToDictionary(symbol => symbol.Symbol, IReadOnlyList<Tick> (symbol) => symbol.Ticks);

    /// <summary>Batches that were sent more than once.</summary>
    public long Again { get; private set; }

    /// <summary>Ticks that the grid had already when they were sent again.</summary>
    public long Duplicates { get; private set; }

    public long Batches { get; private set; }

    /// <summary>Sends until the grid is gone, or the limit of acknowledged batches is reached and none is left over.</summary>
    public async Task Send(HttpClient grid, long batches = long.MaxValue)
    {
        bool again = _pending.Count > 0;
        while (Batches < batches || _pending.Count > 0)
        {
            if (_pending.Count == 0)
                _pending = Next();
            Again += again ? 1 : 0;
            using var body = new StringContent(string.Join('\n', _pending.Select(Line)), Encoding.UTF8, s_lines);
            JsonElement receipt;
            try
            {
                using HttpResponseMessage answer = await grid.PostAsync(new Uri("/v1/ticks", UriKind.Relative), body);
                string text = await answer.Content.ReadAsStringAsync();
                if (!answer.IsSuccessStatusCode)
                    throw new InvalidDataException($"{(int)answer.StatusCode}: {text}");
                receipt = JsonDocument.Parse(text).RootElement;
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException or TaskCanceledException)
            {
                return;
            }
            Take(receipt);
            again = false;
        }
    }

    private void Take(JsonElement receipt)
    {
        int accepted = receipt.GetProperty("accepted").GetInt32(), duplicates = receipt.GetProperty("duplicates").GetInt32();
        if (accepted + duplicates != _pending.Count || receipt.GetProperty("durability").GetString() != "durable")
            throw new InvalidDataException($"{_pending.Count} ticks were answered with {receipt}");
        Duplicates += duplicates;
        Batches++;
        foreach (Tick tick in _pending)
            Array.Find(_symbols, symbol => symbol.Symbol == tick.Symbol)!.Ticks.Add(tick);
        _pending = [];
    }

    /// <summary>Some ticks of some symbols, two or three a minute, in the order of their time.</summary>
    private List<Tick> Next()
    {
        var ticks = new List<Tick>();
        for (int symbols = 1 + _random.Next(_symbols.Length), first = _random.Next(_symbols.Length); symbols > 0; symbols--)
        {
            Walk walk = _symbols[(first + symbols) % _symbols.Length];
            int before = walk.Ticks.Count;
            for (int i = 0, count = 1 + _random.Next(8); i < count; i++)
            {
                int number = before + i;
                walk.Price *= 1 + 0.004 * Math.Sin(number / 60.0) + 0.006 * (_random.NextDouble() - 0.5);
                if (walk.Price is < 10 or > 1000)
                    walk.Price = walk.Price < 10 ? 10.2 : 990;
                ticks.Add(new(walk.Symbol, s_start.AddSeconds(25 * number), walk.Price, 1 + _random.Next(100), _source, number + 1));
            }
        }
        return ticks;
    }

    private static string Line(Tick tick) => string.Create(CultureInfo.InvariantCulture,
        $$"""{"symbol":"{{tick.Symbol}}","timestamp":"{{tick.TimeUtc:yyyy-MM-dd'T'HH:mm:ss'Z'}}","price":{{tick.Price:R}},"size":{{tick.Size:R}},"source":"{{tick.Source}}","sequence":{{tick.Sequence}}}""");
}
