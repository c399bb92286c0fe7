using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Grains;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Concurrency;

namespace GoldenSignals.Benchmarks.Naive;

/// <summary>Builds the symbol's bars; asks every agent and then the consensus about each that has closed.</summary>
[KeepAlive]
public sealed class NaiveSymbolGrain(IOptions<GridOptions> options, DecisionModel model) : Grain, INaiveSymbolGrain
{
    private BarBuilder _builder = null!;
    private SymbolState _state = null!;
    private INaiveAgentGrain[] _agents = [];
    private INaiveConsensusGrain _consensus = null!;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        string symbol = this.GetPrimaryKeyString();
        _builder = new(options.Value.Interval);
        _state = new(symbol, options.Value.Interval, IndicatorSet.Shipped, options.Value.WindowBars);
        _agents = [.. model.Panel.Descriptors.Select(agent => GrainFactory.GetGrain<INaiveAgentGrain>(agent.Id))];
        _consensus = GrainFactory.GetGrain<INaiveConsensusGrain>(symbol);
        return Task.CompletedTask;
    }

    public async Task OnTick(Tick tick)
    {
        if (!_builder.Add(tick, out Bar closed))
            return;
        MarketView view = _state.Add(closed);
        Vote[] votes = await Task.WhenAll(_agents.Select(agent => agent.Vote(view)));
        await _consensus.Decide(view, votes);
    }
}

/// <summary>Evaluates one agent. Has no state, so that it runs on all cores.</summary>
[StatelessWorker]
public sealed class NaiveAgentGrain(DecisionModel model) : Grain, INaiveAgentGrain
{
    private int _agent;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _agent = model.Panel.IndexOf(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public Task<Vote> Vote(MarketView view) => Task.FromResult(model.Panel.Evaluate(_agent, view));
}

/// <summary>Turns the votes on a bar into its decision.</summary>
[KeepAlive]
public sealed class NaiveConsensusGrain(DecisionModel model, NaiveLog log) : Grain, INaiveConsensusGrain
{
    private readonly SymbolConsensus _consensus = new(model);

    public Task Decide(MarketView view, Vote[] votes)
    {
        log.Add(_consensus.Decide(view, votes));
        return Task.CompletedTask;
    }
}

/// <summary>Counts decisions, and digests them while it is asked to.</summary>
public sealed class NaiveLog
{
    private readonly Lock _gate = new();
    private long _decisions;

    public DecisionDigest? Digest { get; set; }
    public long Decisions => Interlocked.Read(ref _decisions);

    public void Add(Decision decision)
    {
        Interlocked.Increment(ref _decisions);
        if (Digest is { } digest)
            lock (_gate)
                digest.Add(decision);
    }
}
