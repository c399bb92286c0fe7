using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Options;

namespace GoldenSignals.Silo.Feeds;

/// <summary>What several files tell of symbols beside ticks and bars, in the order of time; equal times in the order of the files.</summary>
internal sealed class InputMerge : IDisposable
{
    private readonly string[] _paths;
    private readonly IEnumerator<SymbolInput>[] _files;
    private readonly PriorityQueue<int, (DateTime TimeUtc, int File)> _next = new();
    private readonly Dictionary<string, (OptionChain Chain, int File)> _chains = [];      // of the time of the last input

    /// <param name="files">The inputs of each file, in the order of time.</param>
    public InputMerge(IReadOnlyList<(string Path, IEnumerable<SymbolInput> Inputs)> files)
    {
        _paths = [.. files.Select(file => file.Path)];
        _files = [.. files.Select(file => file.Inputs.GetEnumerator())];
        for (int i = 0; i < _files.Length; i++)
            Advance(i);
    }

    public bool HasNext => _next.Count > 0;

    /// <summary>Event time of the next one, in 100 ns; the end of time when there is none.</summary>
    public long NextTicks => _next.TryPeek(out _, out (DateTime TimeUtc, int) next) ? next.TimeUtc.Ticks : long.MaxValue;

    /// <exception cref="FeedException">Two files hold different chains of one underlying and time: taking the first would silently lose a part.</exception>
    public SymbolInput Take()
    {
        int file = _next.Dequeue();
        SymbolInput input = _files[file].Current;
        if (input is OptionChain chain)
            RequireWhole(chain, file);
        Advance(file);
        return input;
    }

    private void RequireWhole(OptionChain chain, int file)
    {
        if (_chains.Values.FirstOrDefault().Chain is { } earlier && earlier.TimeUtc != chain.TimeUtc)
            _chains.Clear();
        if (!_chains.TryAdd(chain.Symbol, (chain, file)) && _chains[chain.Symbol] is var first && !Same(first.Chain, chain))
            throw new FeedException(_paths[file], 0, null,
                $"holds a chain of {chain.Symbol} of {chain.TimeUtc:O} that is not the one in {_paths[first.File]}; expected the whole chain in one file.");
    }

    private static bool Same(OptionChain one, OptionChain other) =>
        one.UnderlyingPrice.Equals(other.UnderlyingPrice) && one.Contracts.Length == other.Contracts.Length && one.Contracts.ToHashSet().SetEquals(other.Contracts);

    public void Dispose()
    {
        foreach (IEnumerator<SymbolInput> file in _files)
            file.Dispose();
    }

    private void Advance(int file)
    {
        if (_files[file].MoveNext())
            _next.Enqueue(file, (_files[file].Current.TimeUtc, file));
    }
}
