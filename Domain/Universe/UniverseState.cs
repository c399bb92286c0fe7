using GoldenSignals.Domain.Indicators;

namespace GoldenSignals.Domain.Universe;

/// <summary>
/// The market as a whole, over the bar times of one interval: breadth, ranks and pairs. Bar times come in order, each once, with the
/// rows of every symbol that had a bar then; the order of the rows does not matter.
/// </summary>
/// <remarks>
/// A bar time with fewer than <see cref="MinSymbols"/> symbols (a weekend on which few trade) says only how many they were, and nothing
/// else of it is remembered. A figure needs <see cref="MinSymbols"/> symbols that have its input.
/// Every <see cref="FormationPeriod"/> bar times each symbol gets a new partner, some blocks of them at each, see <see cref="PairFormation"/>
/// and <see cref="Cointegration"/>; symbols without a bar in the last <see cref="FormationBars"/> bar times are forgotten.
/// Memory: 2.1 KB a symbol. Time: O(n log n) a bar time for n symbols, and the distances of all pairs in a block at a formation.
/// Not thread-safe.</remarks>
public sealed class UniverseState
{
    public const int MinSymbols = 20, FormationBars = 252, FormationPeriod = 21;

    /// <summary>A residual within this many standard deviations is back: what was wide is over.</summary>
    public const double ExitZ = 0.5;

    /// <summary>Numbers of each symbol in a <see cref="UniverseSnapshot"/>.</summary>
    internal const int Figures = 7;

    /// <summary>Numbers of the market in it.</summary>
    internal static int MarketFigures => 3 + McClellan.Words;

    private readonly Dictionary<string, Member> _bySymbol = new(StringComparer.Ordinal);
    private readonly List<Member> _members = [];                    // in ordinal order
    private readonly double[] _oscillator = new double[McClellan.Words];
    private readonly PairFormation _formation = new();
    private readonly MomentumRanks _ranks = new();
    private Member?[] _present = [];                                // of each row of the bar time
    private long _calls;
    private double _count = double.NaN, _aboveSma50 = double.NaN, _mcClellan = double.NaN;

    public UniverseState()
    {
    }

    /// <summary>Goes on from a snapshot.</summary>
    public UniverseState(UniverseSnapshot snapshot)
    {
        (BarTimes, LastUtc) = (snapshot.BarTimes, snapshot.LastUtc);
        (_count, _aboveSma50, _mcClellan) = (snapshot.Market[0], snapshot.Market[1], snapshot.Market[2]);
        snapshot.Market.AsSpan(3).CopyTo(_oscillator);
        for (int i = 0; i < snapshot.Symbols.Length; i++)
            Add(new Member(snapshot.Symbols[i], snapshot.Closes.AsSpan(i * FormationBars, FormationBars).ToArray()));
        for (int i = 0; i < _members.Count; i++)
        {
            ReadOnlySpan<double> figures = snapshot.Figures.AsSpan(i * Figures, Figures);
            _members[i].RestoreValues(figures[0], figures[1]);
            if (snapshot.Partners[i] >= 0)
                _members[i].Pair(_members[snapshot.Partners[i]], new(figures[3], figures[4], figures[5], figures[6]), figures[2]);
        }
    }

    /// <summary>Bar times taken with enough symbols.</summary>
    public long BarTimes { get; private set; }

    /// <summary>The last bar time closed, with enough symbols or not.</summary>
    public DateTime LastUtc { get; private set; }

    /// <summary>Symbols remembered.</summary>
    public int Symbols => _members.Count;

    /// <summary>Closes a bar time.</summary>
    /// <param name="rows">One for each symbol that had a bar then, in any order.</param>
    /// <exception cref="ArgumentException">The bar time is not after the last one, or a symbol comes twice.</exception>
    public void Close(DateTime barTimeUtc, ReadOnlySpan<UniverseRow> rows)
    {
        if (barTimeUtc <= LastUtc)
            throw new ArgumentException($"the bar time {barTimeUtc:O} is not after the last one, {LastUtc:O}", nameof(barTimeUtc));
        Find(rows);
        LastUtc = barTimeUtc;
        (_count, _aboveSma50, _mcClellan) = (rows.Length, double.NaN, double.NaN);
        foreach (Member member in _members)
            member.Blank();
        if (rows.Length < MinSymbols)
            return;

        int place = Remember(rows);
        MeasureBreadth(rows);
        _ranks.Give(rows, _present.AsSpan(0, rows.Length)!);
        BarTimes++;
        if (BarTimes >= FormationBars)
        {
            int turn = (int)(BarTimes % FormationPeriod);
            if (turn == 0)
                ForgetSilent();
            _formation.Pair(_members, place, turn, FormationPeriod);
        }
        foreach (Member member in _members)
            member.Measure(place);
    }

    /// <summary>What a symbol is told of the last bar time; its own figures are NaN when it had no bar then.</summary>
    public UniverseValues Of(string symbol)
    {
        var market = UniverseValues.None with { Count = _count, AboveSma50 = _aboveSma50, McClellan = _mcClellan };
        if (!_bySymbol.TryGetValue(symbol, out Member? member))
            return market;
        bool paired = !double.IsNaN(member.Z);
        return market with
        {
            Rank = member.Rank,
            PairZ = member.Z,
            PairExtreme = paired ? member.Extreme : double.NaN,
            PairHalfLife = paired ? member.Relation.HalfLife : double.NaN,
        };
    }

    /// <summary>The partner that a symbol is held against; null without.</summary>
    public string? PartnerOf(string symbol) => _bySymbol.TryGetValue(symbol, out Member? member) ? member.Partner?.Symbol : null;

    public UniverseSnapshot Snapshot()
    {
        Dictionary<Member, int> places = _members.Select((member, i) => (member, i)).ToDictionary();
        var closes = new double[_members.Count * FormationBars];
        var figures = new double[_members.Count * Figures];
        for (int i = 0; i < _members.Count; i++)
        {
            Member member = _members[i];
            member.Closes.CopyTo(closes, i * FormationBars);
            Cointegration pair = member.Relation;
            ReadOnlySpan<double> own = [member.Rank, member.Z, member.Extreme, pair.Intercept, pair.Slope, pair.StdDev, pair.HalfLife];
            own.CopyTo(figures.AsSpan(i * Figures));
        }
        return new(BarTimes, LastUtc, [_count, _aboveSma50, _mcClellan, .. _oscillator], [.. _members.Select(member => member.Symbol)], closes,
            [.. _members.Select(member => member.Partner is { } partner ? places[partner] : -1)], figures);
    }

    /// <summary>Looks up whose the rows are; new symbols stay null. Changes nothing, so that a refused bar time leaves no trace.</summary>
    private void Find(ReadOnlySpan<UniverseRow> rows)
    {
        if (_present.Length < rows.Length)
            _present = new Member?[rows.Length + rows.Length / 4];
        HashSet<string>? fresh = null;
        _calls++;
        for (int i = 0; i < rows.Length; i++)
        {
            string symbol = rows[i].Symbol;
            bool twice = _bySymbol.TryGetValue(symbol, out _present[i]) ? _present[i]!.FoundIn == _calls : !(fresh ??= new(StringComparer.Ordinal)).Add(symbol);
            if (twice)
                throw new ArgumentException($"{symbol} has two rows at one bar time", nameof(rows));
            if (_present[i] is { } member)
                member.FoundIn = _calls;
        }
    }

    /// <summary>Writes the closes into everyone's ring.</summary>
    /// <returns>Their place in it.</returns>
    private int Remember(ReadOnlySpan<UniverseRow> rows)
    {
        int place = (int)(BarTimes % FormationBars), before = _members.Count;
        for (int i = 0; i < rows.Length; i++)
            if (_present[i] is null)
                Add(_present[i] = new Member(rows[i].Symbol, Empty()));
        if (_members.Count > before)
            _members.Sort(static (a, b) => string.CompareOrdinal(a.Symbol, b.Symbol));
        foreach (Member member in _members)
            member.Closes[place] = double.NaN;
        for (int i = 0; i < rows.Length; i++)
            _present[i]!.Closes[place] = rows[i].Close;
        return place;
    }

    private void MeasureBreadth(ReadOnlySpan<UniverseRow> rows)
    {
        int above = 0, averaged = 0, advances = 0, declines = 0, changed = 0;
        foreach (ref readonly UniverseRow row in rows)
        {
            averaged += double.IsNaN(row.AboveSma50) ? 0 : 1;
            above += row.AboveSma50 > 0 ? 1 : 0;
            changed += double.IsNaN(row.Change) ? 0 : 1;
            advances += row.Change > 0 ? 1 : 0;
            declines += row.Change < 0 ? 1 : 0;
        }
        _aboveSma50 = averaged >= MinSymbols ? (double)above / averaged : double.NaN;
        var cursor = new StateCursor(_oscillator);
        _mcClellan = McClellan.Next(ref cursor, changed >= MinSymbols ? McClellan.RatioAdjusted(advances, declines) : double.NaN);
    }

    private void ForgetSilent()
    {
        int forgotten = _members.RemoveAll(member =>
        {
            bool silent = !member.Closes.AsSpan().ContainsAnyExcept(double.NaN);
            if (silent)
                _bySymbol.Remove(member.Symbol);
            return silent;
        });
        if (forgotten == 0)
            return;
        foreach (Member member in _members)
            if (member.Partner is { } partner && !_bySymbol.ContainsKey(partner.Symbol))
                member.Pair(null, default);
    }

    private void Add(Member member)
    {
        _members.Add(member);
        _bySymbol.Add(member.Symbol, member);
    }

    private static double[] Empty()
    {
        var closes = new double[FormationBars];
        Array.Fill(closes, double.NaN);
        return closes;
    }
}
