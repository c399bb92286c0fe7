using System.Globalization;
using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Risk;
using Orleans;

namespace GoldenSignals.Domain.Consensus;

public enum SignalAction : byte
{
    Hold,
    Buy,
    Sell,
}

/// <summary>What the grid says of one symbol at the close of one bar, with everything that it rests on.</summary>
[GenerateSerializer, Immutable, Alias("gs.Decision")]
public sealed record Decision
{
    [Id(0)] public required string Symbol { get; init; }
    [Id(1)] public required TimeSpan Interval { get; init; }

    /// <summary>The bar's open time, UTC.</summary>
    [Id(2)] public required DateTime BarTimeUtc { get; init; }

    /// <summary>The bar's close.</summary>
    [Id(3)] public required double Price { get; init; }

    [Id(4)] public required SignalAction Action { get; init; }

    /// <summary>-1 (sell) … 1 (buy): the sum of the agents' contributions.</summary>
    [Id(5)] public required double Score { get; init; }

    /// <summary>Estimate of the probability that the direction of the score is right at the horizon: see <see cref="Calibration"/>.</summary>
    [Id(6)] public required double Confidence { get; init; }

    /// <summary>Product of what the gates say: every contribution carries it. 1 = no gate objects, 0 = blocked.</summary>
    [Id(7)] public required double Scale { get; init; }

    /// <summary>One for each agent of the panel, in its order.</summary>
    [Id(8)] public required Vote[] Votes { get; init; }

    /// <summary>One for each agent of the panel, 0 or more: what the <see cref="Method"/> has learnt of the agent on this symbol.</summary>
    [Id(9)] public required double[] Weights { get; init; }

    /// <summary>The position proposed; null on HOLD.</summary>
    [Id(10)] public required Position? Position { get; init; }

    /// <summary>Why this action, in the words of <see cref="DecisionReason"/>.</summary>
    [Id(11)] public required string Reason { get; init; }

    /// <summary>The action of the bar before, and for how many bars it had stood.</summary>
    [Id(12)] public required SignalAction ActionBefore { get; init; }
    [Id(13)] public required int BarsInActionBefore { get; init; }

    /// <summary>Version of the agents, options and rules that decided (<see cref="DecisionModel.Version"/>).</summary>
    [Id(14)] public required string Configuration { get; init; }

    /// <summary>Every indicator at the bar, in the order of the catalogue.</summary>
    [Id(15)] public required double[] Indicators { get; init; }

    /// <summary>How the votes became the score.</summary>
    [Id(16)] public required ScoringMethod Method { get; init; }

    /// <summary>As how many independent votes the votes count, 0 or 1…voters: see <see cref="VoteCorrelation"/>.</summary>
    [Id(17)] public required double EffectiveVotes { get; init; }

    /// <summary>Standard error of the mean direction, 0…1: see <see cref="Consensus.Disagreement"/>.</summary>
    [Id(18)] public required double Disagreement { get; init; }

    /// <summary>The technical rating of the bar, -1…1, for comparison; no part of the decision. NaN while nothing of it is known.</summary>
    [Id(19)] public required double TechnicalRating { get; init; }

    /// <summary>Whether the action differs from the bar before: then it is published as a signal.</summary>
    public bool IsSignal => Action != ActionBefore;

    /// <summary>The same for the same symbol, interval, bar time and configuration, wherever and whenever it is computed, and for no other.</summary>
    /// <remarks><c>MSFT:1m:20240102T143000Z:0123abcd</c>; a fraction of the second only where the bar has one.</remarks>
    public string Id => IdOf(Symbol, Interval, BarTimeUtc, Configuration);

    /// <summary>The <see cref="Id"/> of a decision of which only the outcome is at hand.</summary>
    public static string IdOf(string symbol, TimeSpan interval, DateTime barTimeUtc, string configuration) => string.Create(CultureInfo.InvariantCulture,
        $"{symbol}:{BarInterval.Format(interval)}:{barTimeUtc:yyyyMMdd'T'HHmmss.FFFFFFF'Z'}:{configuration}");

    /// <summary>Each agent's exact part of the score, as the <see cref="Method"/> has it. Their sum, in this order, is the score.</summary>
    public double[] Contributions()
    {
        var contributions = new double[Votes.Length];
        VoteScore.Of(Method, Votes, Weights, Scale, contributions);
        return contributions;
    }
}
