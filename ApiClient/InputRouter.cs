using GoldenSignals.ApiClient.Endpoints;
using GoldenSignals.ApiClient.Security;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;

namespace GoldenSignals.ApiClient;

/// <summary>Sends news, earnings and option chains to the shards of their symbols, one batch for each, and puts the receipts together again.</summary>
internal sealed class InputRouter(Grid grid, Caller caller, ILogger log)
{
    /// <param name="inputs">Each with its position in the request; one position may stand for several symbols.</param>
    public async Task<TickReceipt> Ingest(List<(int Index, SymbolInput Input)> inputs)
    {
        List<RejectedTick> rejected = [];
        var good = new List<(int Index, SymbolInput Input)>();
        foreach (var item in inputs)
            if (item.Input.Symbol == Canary.Symbol)
                rejected.Add(new(item.Index, Problems.ReservedSymbol));
            else if (TickRules.Check(item.Input, out string? field) is { } refusal)
                rejected.Add(new(item.Index, refusal, field));
            else if (!caller.MaySee(item.Input.Symbol))
                rejected.Add(new(item.Index, Refusal.UnknownSymbol));
            else
                good.Add(item);
        var shards = good.GroupBy(item => grid.ShardOf(item.Input.Symbol)).Select(group => (group.Key, Items: group.ToArray())).ToArray();
        IngestReceipt[] receipts = await Task.WhenAll(shards.Select(shard =>
            grid.Send(shard.Key, new TickBatch([], [], DateTime.MinValue) { Inputs = [.. shard.Items.Select(item => item.Input)] }, log)));
        foreach (var (shard, receipt) in shards.Zip(receipts))
            rejected.AddRange(receipt.Rejected.Select(rejection => new RejectedTick(shard.Items[rejection.Index].Index, rejection.Code)));
        return TickReceipt.Of(receipts, rejected);
    }
}
