using GoldenSignals.ApiClient.Endpoints;
using GoldenSignals.ApiClient.Security;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;

namespace GoldenSignals.ApiClient;

/// <summary>Sends the closed bars of one request to their shards, one batch for each, in order of time, and puts the receipts together again.</summary>
/// <param name="latestUtc">No bar may end later; null where that does not matter.</param>
internal sealed class BarRouter(Grid grid, Caller caller, DateTime? latestUtc, ILogger log)
{
    public async Task<TickReceipt> Ingest(List<(int Index, SymbolBar Bar)> bars)
    {
        List<RejectedTick> rejected = [];
        var good = new List<(int Index, SymbolBar Bar)>();
        foreach (var item in bars)
            if (RefusalOf(item.Bar) is { } refusal)
                rejected.Add(new(item.Index, refusal));
            else
                good.Add(item);
        // The newest first is how the API itself answers; OrderBy keeps bars of one time as they came.
        var shards = good.GroupBy(item => grid.ShardOf(item.Bar.Symbol)).Select(group => (group.Key, Items: group.OrderBy(item => item.Bar.Bar.OpenTimeUtc).ToArray())).ToArray();
        IngestReceipt[] receipts = await Task.WhenAll(shards.Select(shard => grid.Send(shard.Key, new([], [.. shard.Items.Select(item => item.Bar)], DateTime.MinValue), log)));
        foreach (var (shard, receipt) in shards.Zip(receipts))
            rejected.AddRange(receipt.Rejected.Select(rejection => new RejectedTick(shard.Items[rejection.Index].Index, rejection.Code)));
        return TickReceipt.Of(receipts, rejected);
    }

    private string? RefusalOf(in SymbolBar bar) =>
        !SymbolName.IsValid(bar.Symbol) ? Refusal.InvalidSymbol
        : bar.Symbol == Canary.Symbol ? Problems.ReservedSymbol
        : !caller.MaySee(bar.Symbol) ? Refusal.UnknownSymbol
        : TickRules.Check(bar.Bar) ?? (bar.Bar.OpenTimeUtc + bar.Interval > latestUtc ? Refusal.FutureInput : null);
}
