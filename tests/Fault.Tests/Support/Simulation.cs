using System.Globalization;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage;
using Orleans;

namespace GoldenSignals.Fault.Tests.Support;

/// <summary>One shard of a grid through a random run of batches, retries, snapshots, second owners and faults at any step, all chosen by a seed.</summary>
/// <remarks>
/// The shard, its symbols and its consensus are the real ones. What fails is chosen by the seed and by the step's name, key and number of
/// its kind alone, so that it does not depend on which of two steps that run side by side is first.
/// </remarks>
internal sealed class Simulation
{
    private const int MostAttempts = 60;

    private readonly SimulatedGrid _on;
    private readonly Random _random;
    private readonly ulong _seed;
    private readonly int _shard;
    private readonly Client _client;
    private readonly Workload _load;
    private readonly string[] _symbols;
    private readonly List<TickBatch> _sent = [];
    private readonly Dictionary<(string, string), int> _steps = [];
    private readonly List<string> _events = [];
    private double _rate;                                            // chance of a fault at a step

    public Simulation(SimulatedGrid on, int seed)
    {
        (_on, _seed, _shard) = (on, (ulong)seed, seed % on.Grid.Shards);
        _random = new(seed);
        _symbols = on.SymbolsOf(_shard)[..(1 + _random.Next(3))];
        _load = new(seed, _symbols, on.StartOf(seed));
        on.Clock.NowUtc = _load.NowUtc;
        _client = new(Shard) { BeforeAttempt = attempt => _rate /= attempt == 1 ? 1 : 1.6 };
        on.Grid.Faults.Rule = Fault;
        on.Grid.Faults.Forgets = step => !step.Name.StartsWith("IAgentGrain", StringComparison.Ordinal) && Strikes(step.Name + " forget", step.Key, 0.1);
        on.Store.FateOf = FateOf;
    }

    /// <summary>What went wrong, in order.</summary>
    public IReadOnlyList<string> Events => _events;

    private IShardGrain Shard => _on.Grid.Shard(_shard);

    public async Task Run()
    {
        double usual = new[] { 0.0, 0.005, 0.02, 0.08 }[_random.Next(4)];
        int steps = 10 + _random.Next(15);
        for (int i = 0; i < steps; i++)
        {
            _rate = _random.Next(3) == 0 ? 0.15 : usual;
            await Act(_random.Next(20));
        }
        _rate = 0;
        await Judge(orNothing: true);
        await SecondOwner();
        for (int records = _on.Store.Count(_shard); _on.Store.Count(_shard) == records;)
            await _client.Send(Next());
        await Judge();                                               // after it came back once more, undisturbed
        await Verdict.AssertListed(_on.Grid.Universe, await Verdict.All(new StoredJournal(_on.Store), _shard));
    }

    private async Task Act(int what)
    {
        switch (what)
        {
            case < 12:
                await _client.Send(Next());
                break;
            case < 14 when _sent.Count > 0:
                await _client.Repeat(_sent[_random.Next(_sent.Count)]);
                break;
            case < 17:
                await Try("save", Shard.Save);
                break;
            case 17:
                await SecondOwner();
                break;
            case 18:
                await _client.Bad(Bad());
                break;
            default:
                Say(_on.Snapshots.Damage(Shard.GetGrainId(), _random));
                break;
        }
    }

    /// <summary>The next slice of time, which is over by the clock.</summary>
    private TickBatch Next()
    {
        TickBatch batch = _load.Next(watermark: _random.Next(3) == 0);
        _on.Clock.NowUtc = _load.NowUtc;
        _sent.Add(batch);
        return batch;
    }

    /// <summary>Ticks that nobody may take: of the future, below zero, without a price.</summary>
    private TickBatch Bad()
    {
        string symbol = _symbols[0];
        DateTime now = _load.NowUtc;
        return new([new(symbol, now.AddHours(1), 100, 1, "bad", 1), new(symbol, now, -1, 1, "bad", 2), new(symbol, now, double.NaN, 1, "bad", 3)], [], DateTime.MinValue);
    }

    /// <summary>Someone else takes the shard over and is gone again: who had it may write nothing more.</summary>
    private async Task SecondOwner()
    {
        Say("a second owner");
        await _on.Store.Open(_shard);
    }

    private async Task Try(string what, Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (Exception error)
        {
            Say($"{what}: {error.Message}");
        }
    }

    private async Task Judge(bool orNothing = false)
    {
        for (int attempt = 1; ; attempt++)
            try
            {
                await Shard.Resume();                                // what a fault at the end has left undecided
                break;
            }
            catch (Exception) when (attempt < MostAttempts)
            {
                // It comes back.
            }
        JournalRecord[] journal = await Verdict.All(new StoredJournal(_on.Store), _shard);
        _client.AssertAllIn(journal);
        Verdict.AssertDecidedOnce(journal, _on.Grid.Model, live: true);
        Verdict.AssertTold(_on.Grid.History, _shard, journal);
        await Verdict.AssertStateIsFold(_on.Grid.Grains, _shard, journal, _on.Grid.Options, _on.Grid.Model, orNothing);
        Assert.Equal((0L, (long)journal.Length), (await Shard.Recover() is var recovery ? recovery.Different : -1, (long)_on.Store.Count(_shard)));
    }

    private Exception? Fault(Step step)
    {
        if (!Strikes($"{step.Name} {step.Moment}", step.Key, 1))
            return null;
        return (Hash(step.Name, step.Key, 0) % 3) switch
        {
            0 => new TimeoutException("a fault"),
            1 => new IOException("a fault"),
            _ => new InvalidOperationException("a fault"),
        };
    }

    private Fate FateOf(StoredRecord record)
    {
        string key = $"{record.Shard}";
        if (Strikes("fate", key, 2))
            return (Fate)(2 + Hash("which fate", key, _steps[("fate", key)]) % 4);
        return Hash("later", key, _steps[("fate", key)]) % 4 == 0 ? Fate.WrittenLater : Fate.Written;
    }

    /// <summary>Whether a step fails this time.</summary>
    private bool Strikes(string name, string key, double factor)
    {
        lock (_steps)
        {
            int number = _steps[(name, key)] = _steps.GetValueOrDefault((name, key)) + 1;
            bool strikes = Hash(name, key, number) / (double)ulong.MaxValue < _rate * factor;
            if (strikes)
                _events.Add(string.Create(CultureInfo.InvariantCulture, $"{name} of {key}, number {number}"));
            return strikes;
        }
    }

    private void Say(string? what)
    {
        if (what is not null)
            lock (_steps)
                _events.Add(what);
    }

    private ulong Hash(string name, string key, int number)
    {
        ulong hash = 14695981039346656037 ^ _seed;
        foreach (char c in $"{name}|{key}|{number}")
            hash = (hash ^ c) * 1099511628211;
        hash = (hash ^ hash >> 30) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ hash >> 27) * 0x94D049BB133111EB;
        return hash ^ hash >> 31;
    }
}
