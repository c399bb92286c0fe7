using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;

namespace GoldenSignals.Fault.Tests.Support;

/// <summary>Sends a shard its batches, each again until it is acknowledged, and remembers what was.</summary>
internal sealed class Client(IShardGrain shard)
{
    private const int MostAttempts = 100;

    private readonly List<Tick> _ticks = [];
    private readonly List<SymbolBar> _bars = [];
    private readonly List<SymbolInput> _inputs = [];

    /// <summary>Batches that had to be sent again.</summary>
    public int Again { get; private set; }

    /// <summary>Items that were there already when they were sent again.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Called with the number of an attempt before it is made.</summary>
    public Action<int>? BeforeAttempt { get; init; }

    /// <summary>Sends a batch of which everything must be taken.</summary>
    public async Task Send(TickBatch batch)
    {
        (IngestReceipt receipt, bool again) = await Acknowledgement(batch);
        Assert.All(receipt.Rejected, rejection => Assert.True(again && IsOlderBar(batch, rejection), $"{rejection}"));
        _ticks.AddRange(batch.Ticks);
        _bars.AddRange(batch.Bars);
        _inputs.AddRange(batch.Inputs);
    }

    /// <summary>Sends a batch that was taken before.</summary>
    public async Task Repeat(TickBatch batch)
    {
        (IngestReceipt receipt, _) = await Acknowledgement(batch);
        Assert.Equal(0, receipt.Accepted);
        Assert.All(receipt.Rejected, rejection => Assert.True(IsOlderBar(batch, rejection), $"{rejection}"));
    }

    /// <summary>Sends a batch of which nothing may be taken.</summary>
    public async Task Bad(TickBatch batch) => Assert.Equal(batch.Count, (await Acknowledgement(batch)).Receipt.Rejected.Length);

    /// <summary>Of a symbol's bars only the last is known again as such; those before it are late.</summary>
    private static bool IsOlderBar(TickBatch batch, Rejection rejection) =>
        rejection.Code == Refusal.LateBar && rejection.Index >= batch.Ticks.Length && rejection.Index < batch.Ticks.Length + batch.Bars.Length;

    private async Task<(IngestReceipt Receipt, bool Again)> Acknowledgement(TickBatch batch)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                BeforeAttempt?.Invoke(attempt);
                IngestReceipt receipt = await shard.Ingest(batch);
                Assert.Equal(batch.Count, receipt.Accepted + receipt.Duplicates + receipt.Rejected.Length);
                Assert.Equal("durable", receipt.Durability);
                Duplicates += receipt.Duplicates;
                return (receipt, attempt > 1);
            }
            catch (Exception error) when (attempt < MostAttempts && error is not Xunit.Sdk.XunitException)
            {
                Again++;
            }
        }
    }

    /// <summary>Every acknowledged item is in the journal, and nothing is in it twice.</summary>
    public void AssertAllIn(IEnumerable<JournalRecord> journal)
    {
        TickBatch[] batches = [.. journal.OfType<AcceptedInput>().Select(record => record.Batch)];
        Assert.Equal(_ticks.Select(Name).Distinct().Order(), batches.SelectMany(batch => batch.Ticks).Select(Name).Order());
        Assert.Equal(_bars.Select(Name).Distinct().Order(), batches.SelectMany(batch => batch.Bars).Select(Name).Order());
        Assert.Equal(_inputs.Select(Name).Distinct().Order(), batches.SelectMany(batch => batch.Inputs).Select(Name).Order());
    }

    private static string Name(Tick tick) => $"{tick.Symbol} {tick.Source} {tick.Sequence:D6} {tick.TimeUtc:O} {tick.Price:R} {tick.Size:R}";

    private static string Name(SymbolBar bar) => $"{bar.Symbol} {bar.Bar}";

    private static string Name(SymbolInput input) => $"{input.Symbol} {input.Identity}";
}
