using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using GoldenSignals.Silo;
using GoldenSignals.Silo.Feeds;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;

namespace GoldenSignals.Grid.Tests.Support;

/// <summary>A whole grid in this process, on whichever runtime was built, without feed and API.</summary>
public sealed class TestGrid : IAsyncDisposable
{
    private readonly IHost _host;

    private TestGrid(IHost host) => _host = host;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();
    public IClusterClient Client => _host.Services.GetRequiredService<IClusterClient>();
    public DecisionModel Model => _host.Services.GetRequiredService<DecisionModel>();
    public RecordingJournal Journal => _host.Services.GetRequiredService<RecordingJournal>();
    public FailingReports Reports => _host.Services.GetRequiredService<FailingReports>();
    public int Shards { get; private init; }

    /// <summary>A grid that keeps everything in a folder.</summary>
    public static async Task<TestGrid> StartIn(string folder, int shards = 4, bool live = false, params (string Name, string Value)[] settings)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Grid:Shards"] = $"{shards}", ["Grid:Publish"] = "false", ["Grid:Live"] = $"{live}", ["Grid:KeepBarInterval"] = "true",
            ["Journal:Durability"] = "Durable", ["Journal:Folder"] = folder,
        });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value));
        builder.Logging.ClearProviders();
        builder.AddGridSilo();
        IHost host = builder.Build();
        await host.StartAsync();
        return new(host) { Shards = shards };
    }

    public GridRecovery? Recovery => _host.Services.GetRequiredService<GridStart>().Recovery;

    public static async Task<TestGrid> Start(int shards = 4, bool publish = false, bool live = false, TimeProvider? clock = null, DecisionModel? model = null, params (string Name, string Value)[] settings)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Grid:Shards"] = $"{shards}", ["Grid:Publish"] = $"{publish}", ["Grid:Live"] = $"{live}",
        });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value));
        builder.Logging.ClearProviders();
        if (clock is not null)
            builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton<RecordingJournal>();
        builder.Services.AddSingleton<FailingReports>();
        builder.Services.AddSingleton<IIncomingGrainCallFilter>(services => services.GetRequiredService<FailingReports>());
        builder.Services.AddSingleton<IJournal>(services => services.GetRequiredService<RecordingJournal>());
        builder.AddGridSilo();
        if (model is not null)
            builder.Services.AddSingleton(model);                    // the last one registered is the one
        IHost host = builder.Build();
        await host.StartAsync();
        return new(host) { Shards = shards };
    }

    public IShardGrain ShardOf(string symbol) => Grains.GetGrain<IShardGrain>(GoldenSignals.Grains.Shards.Of(symbol, Shards));

    public IConsensusGrain ConsensusOf(string symbol) => Grains.GetGrain<IConsensusGrain>(GoldenSignals.Grains.Shards.Of(symbol, Shards));

    /// <summary>What carries a feed into this grid.</summary>
    public FeedPump Pump(bool live = false) => new(Grains, new GridOptions { Shards = Shards, Live = live });

    public IUniverseGrain Universe => Grains.GetGrain<IUniverseGrain>(0);

    /// <summary>News, earnings or chains, all of one symbol.</summary>
    public Task<IngestReceipt> Inputs(params SymbolInput[] inputs) =>
        ShardOf(inputs[0].Symbol).Ingest(new([], [], DateTime.MinValue) { Inputs = inputs });

    /// <summary>Closed one-minute bars of one symbol, in one batch.</summary>
    public Task<IngestReceipt> Bars(string symbol, params IEnumerable<Bar> bars) =>
        ShardOf(symbol).Ingest(new([], [.. bars.Select(bar => new SymbolBar(symbol, TimeSpan.FromMinutes(1), bar))], DateTime.MinValue));

    public Task<IngestReceipt> Ticks(string symbol, DateTime watermarkUtc, params Tick[] ticks) => ShardOf(symbol).Ingest(new(ticks, [], watermarkUtc));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}

/// <summary>Lets the universe fail when a test asks it to.</summary>
public sealed class FailingReports : IIncomingGrainCallFilter
{
    private int _failNext;

    public void FailNext(int count) => Volatile.Write(ref _failNext, count);

    public Task Invoke(IIncomingGrainCallContext context) =>
        context.InterfaceMethod?.Name == nameof(IUniverseGrain.Report) && Interlocked.Decrement(ref _failNext) >= 0
            ? throw new TimeoutException("the universe does not answer")
            : context.Invoke();
}

/// <summary>Keeps every tick and decision that was written down, and fails when a test asks it to.</summary>
public sealed class RecordingJournal : IJournal
{
    private readonly Lock _gate = new();
    private readonly List<Decision> _decisions = [];
    private readonly List<Tick> _ticks = [];
    private long _epoch;

    /// <summary>How many of the next appends of decisions fail.</summary>
    public int FailNext { get; set; }

    /// <summary>How many of the next appends of input fail.</summary>
    public int FailInputs { get; set; }

    public string Durability => "memory";

    public Decision[] Decisions
    {
        get
        {
            lock (_gate)
                return [.. _decisions];
        }
    }

    public Tick[] Ticks
    {
        get
        {
            lock (_gate)
                return [.. _ticks];
        }
    }

    public bool Keeps => false;

    public ValueTask<JournalTail> Open(int shard) => new(new JournalTail(Epoch: Interlocked.Increment(ref _epoch), Last: 0, First: 1));

    public ValueTask<JournalTail> Tail(int shard) => new(new JournalTail(Epoch: 0, Last: 0, First: 1));

    public IAsyncEnumerable<JournalRecord> Read(int shard, long after, CancellationToken cancel = default) => AsyncEnumerable.Empty<JournalRecord>();

    public ValueTask Append(int shard, long epoch, JournalRecord record)
    {
        lock (_gate)
        {
            if (record is AcceptedInput input)
            {
                if (FailInputs-- > 0)
                    throw new IOException("the disk is full");
                _ticks.AddRange(input.Batch.Ticks);
                return default;
            }
            if (FailNext > 0)
            {
                FailNext--;
                throw new IOException("the disk is full");
            }
            _decisions.AddRange(((DecidedBars)record).Decisions);
        }
        return default;
    }
}
