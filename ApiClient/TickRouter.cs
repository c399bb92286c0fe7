using GoldenSignals.ApiClient.Endpoints;
using GoldenSignals.ApiClient.Security;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;

namespace GoldenSignals.ApiClient;

/// <summary>Sends the ticks of one request to their shards, one batch for each, and puts the receipts together again.</summary>
internal sealed class TickRouter(Grid grid, Caller caller, ILogger log)
{
    public async Task<TickReceipt> Ingest(List<Tick> ticks)
    {
        var rejected = new List<RejectedTick>();
        var shards = new Dictionary<int, Part>();
        for (int i = 0; i < ticks.Count; i++)
        {
            string? refusal = ticks[i].Symbol == Canary.Symbol ? Problems.ReservedSymbol : TickRules.Check(ticks[i]) ?? (caller.MaySee(ticks[i].Symbol) ? null : Refusal.UnknownSymbol);
            if (refusal is not null)
            {
                rejected.Add(new(i, refusal));
                continue;
            }
            int shard = grid.ShardOf(ticks[i].Symbol);
            if (!shards.TryGetValue(shard, out Part? part))
                shards.Add(shard, part = new([], []));
            part.Ticks.Add(ticks[i]);
            part.Indices.Add(i);
        }

        IngestReceipt[] receipts = await Task.WhenAll(shards.Select(shard => grid.Send(shard.Key, new([.. shard.Value.Ticks], [], WatermarkUtc: DateTime.MinValue), log)));
        foreach ((Part part, IngestReceipt receipt) in shards.Values.Zip(receipts))
            rejected.AddRange(receipt.Rejected.Select(rejection => new RejectedTick(part.Indices[rejection.Index], rejection.Code)));
        return TickReceipt.Of(receipts, rejected);
    }

    private sealed record Part(List<Tick> Ticks, List<int> Indices);
}
