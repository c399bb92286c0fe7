using GoldenSignals.ApiClient.Endpoints;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;

namespace GoldenSignals.ApiClient;

/// <summary>Sends the ticks of one request to their shards, one batch for each, and puts the receipts together again.</summary>
internal sealed partial class TickRouter(Grid grid, ILogger log)
{
    public async Task<TickReceipt> Ingest(List<Tick> ticks)
    {
        var rejected = new List<RejectedTick>();
        var shards = new Dictionary<int, Part>();
        for (int i = 0; i < ticks.Count; i++)
        {
            string? refusal = ticks[i].Symbol == Canary.Symbol ? Problems.ReservedSymbol : TickRules.Check(ticks[i]);
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

        IngestReceipt[] receipts = await Task.WhenAll(shards.Select(shard => Send(shard.Key, shard.Value)));
        foreach ((Part part, IngestReceipt receipt) in shards.Values.Zip(receipts))
            rejected.AddRange(receipt.Rejected.Select(rejection => new RejectedTick(part.Indices[rejection.Index], rejection.Code)));
        string[] durabilities = [.. receipts.Select(receipt => receipt.Durability).Where(durability => durability.Length > 0).Distinct()];
        return new(
            receipts.Sum(receipt => receipt.Accepted),
            receipts.Sum(receipt => receipt.Duplicates),
            [.. rejected.OrderBy(rejection => rejection.Index)],
            durabilities.Contains("memory") ? "memory" : durabilities.FirstOrDefault());      // the weakest promise holds for all
    }

    /// <summary>A shard that fails costs its own ticks only: they come back as unavailable, the others are taken.</summary>
    private async Task<IngestReceipt> Send(int shard, Part part)
    {
        try
        {
            return await grid.Shard(shard).Ingest(new([.. part.Ticks], [], WatermarkUtc: DateTime.MinValue));
        }
#pragma warning disable CA1031                                        // whatever a shard throws, the caller gets its ticks back to send again
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogFailure(log, shard, part.Ticks.Count, error);
            return new(0, 0, [.. part.Ticks.Select((_, i) => new Rejection(i, Problems.Unavailable.Code))], "");
        }
    }

    [LoggerMessage(LogLevel.Error, "Shard {Shard} did not take {Ticks} ticks")]
    private static partial void LogFailure(ILogger log, int shard, int ticks, Exception error);

    private sealed record Part(List<Tick> Ticks, List<int> Indices);
}
