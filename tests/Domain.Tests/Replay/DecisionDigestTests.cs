using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Domain.Risk;
using GoldenSignals.Domain.Tests.Consensus;

namespace GoldenSignals.Domain.Tests.Replay;

public class DecisionDigestTests
{
    private static readonly Decision s_decision = SomeDecision.Of();

    private static readonly (string Field, Decision Changed)[] s_changes =
    [
        (nameof(Decision.Interval), s_decision with { Interval = TimeSpan.FromMinutes(5) }),
        (nameof(Decision.BarTimeUtc), s_decision with { BarTimeUtc = s_decision.BarTimeUtc.AddTicks(1) }),
        (nameof(Decision.Price), s_decision with { Price = Math.BitIncrement(s_decision.Price) }),
        (nameof(Decision.Action), s_decision with { Action = SignalAction.Sell }),
        (nameof(Decision.Score), s_decision with { Score = Math.BitIncrement(s_decision.Score) }),
        (nameof(Decision.Confidence), s_decision with { Confidence = Math.BitIncrement(s_decision.Confidence) }),
        (nameof(Decision.Scale), s_decision with { Scale = 0.25 }),
        (nameof(Decision.Reason), s_decision with { Reason = DecisionReason.Held }),
        (nameof(Decision.ActionBefore), s_decision with { ActionBefore = SignalAction.Buy }),
        (nameof(Decision.BarsInActionBefore), s_decision with { BarsInActionBefore = 5 }),
        (nameof(Decision.Configuration), s_decision with { Configuration = "0123abce" }),
        (nameof(Decision.Weights), s_decision with { Weights = [0.5, 0.125] }),
        (nameof(Decision.Weights), s_decision with { Weights = [0.25, 0.5] }),
        (nameof(Decision.Indicators), s_decision with { Indicators = [1.5, 0] }),
        (nameof(Decision.Indicators), s_decision with { Indicators = [1.5, double.NaN, double.NaN] }),
        (nameof(Decision.Indicators), s_decision with { Indicators = [] }),
        (nameof(Decision.Method), s_decision with { Method = ScoringMethod.Hedge }),
        (nameof(Decision.EffectiveVotes), s_decision with { EffectiveVotes = 1.5 }),
        (nameof(Decision.Disagreement), s_decision with { Disagreement = 0.25 }),
        (nameof(Decision.TechnicalRating), s_decision with { TechnicalRating = double.NaN }),
        (nameof(Decision.Position), s_decision with { Position = null }),
        .. ChangedPositions(s_decision.Position!).Select(position => (nameof(Decision.Position), s_decision with { Position = position })),
        .. ChangedVotes(s_decision.Votes[1]).Select(vote => (nameof(Decision.Votes), s_decision with { Votes = [s_decision.Votes[0], vote] })),
        (nameof(Decision.Votes), s_decision with { Votes = [s_decision.Votes[1], s_decision.Votes[0]] }),
        (nameof(Decision.Votes), s_decision with { Votes = [s_decision.Votes[0]], Weights = [0.5] }),
    ];

    private static Position[] ChangedPositions(Position position) =>
    [
        position with { Side = PositionSide.Short },
        position with { Stop = 97 },
        position with { Target = 104 },
        position with { RewardRisk = double.NaN },
        position with { SizeFraction = 0.04 },
        position with { ProjectedLossFraction = 0.002 },
    ];

    private static Vote[] ChangedVotes(Vote vote) =>
    [
        vote with { Direction = double.Epsilon },
        vote with { Confidence = double.Epsilon },
        vote with { Scale = 0.5 },
        vote with { Value = 4 },
        vote with { Limit = 0 },
        vote with { Reason = "nona" },
        vote with { Reason = "nöne" },
    ];

    [Fact]
    public void A_change_of_any_field_changes_the_digest()
    {
        string[] digests = [Of(s_decision), .. s_changes.Select(change => Of(change.Changed))];
        Assert.Equal(digests.Length, digests.Distinct().Count());
    }

    [Fact]
    public void The_table_of_changes_has_every_stored_field()
    {
        IEnumerable<string> stored = typeof(Decision).GetProperties().Where(property => property.SetMethod is not null).Select(property => property.Name);
        Assert.Equal(stored.Where(name => name != nameof(Decision.Symbol)).Order(), s_changes.Select(change => change.Field).Distinct().Order());
        Assert.Equal(typeof(Position).GetProperties().Length, ChangedPositions(s_decision.Position!).Length);
        Assert.Equal(typeof(Vote).GetProperties().Count(property => property.SetMethod is not null), ChangedVotes(default).Length - 1);
    }

    [Fact]
    public void A_decision_without_position_or_with_fewer_weights_never_reads_as_another()
    {
        // Written without a mark for the position, its side would be the length of an empty reason, its size the number of indicators.
        Decision with = s_decision with
        {
            Reason = "", Configuration = "", Indicators = [], BarsInActionBefore = 0,
            Position = new(PositionSide.Long, 0, 0, 0, BitConverter.Int64BitsToDouble(6), 0),
        };
        Assert.NotEqual(Of(with), Of(with with { Position = null, Indicators = [0, 0, 0, 0, 0, 0] }));
        // Written without their number, one more weight would be the length of an empty reason, and the bars the number of indicators.
        Decision more = with with { Position = null, Weights = [0, 0, 0], BarsInActionBefore = 0 };
        Assert.NotEqual(Of(more), Of(more with { Weights = [0, 0], Indicators = [0] }));
    }

    [Fact]
    public void Every_NaN_is_the_same()
    {
        double other = BitConverter.Int64BitsToDouble(unchecked((long)0xFFF8_0000_0000_1234));
        Assert.True(double.IsNaN(other));
        Assert.Equal(Of(s_decision), Of(s_decision with { Indicators = [1.5, other] }));
    }

    [Fact]
    public void Symbols_may_interleave_in_any_way()
    {
        string[] symbols = ["B", "A", "AB", "C-D"];
        Decision[] bySymbol = [.. symbols.SelectMany(symbol => Enumerable.Range(0, 20).Select(bar => SomeDecision.Of(symbol, bar)))];
        Decision[] byTime = [.. bySymbol.OrderBy(decision => decision.BarTimeUtc)];
        Assert.Equal(Digests(bySymbol), Digests(byTime));
        Assert.Equal(DecisionDigest.Total(Digests(bySymbol)), DecisionDigest.Total(Digests(byTime)));
    }

    [Fact]
    public void The_order_of_a_symbols_decisions_counts()
    {
        Decision[] decisions = [SomeDecision.Of(bar: 0), SomeDecision.Of(bar: 1)];
        Assert.NotEqual(Digests(decisions), Digests([decisions[1], decisions[0]]));
        Assert.NotEqual(Digests(decisions), Digests([decisions[0], decisions[1], decisions[1]]));
    }

    [Fact]
    public void A_symbols_digest_does_not_depend_on_its_neighbours() =>
        Assert.Equal(Digests([SomeDecision.Of("A")])["A"], Digests([SomeDecision.Of("B"), SomeDecision.Of("A"), SomeDecision.Of("C")])["A"]);

    [Fact]
    public void The_total_is_the_hash_of_the_symbols_lines()
    {
        var symbols = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["B"] = "22", ["A"] = "11" };
        // printf 'A 11\nB 22\n' | sha256sum
        Assert.Equal("8442c90d22c263e2f7c883adc9056db45857173f93c8bb861288d694240f5f87", DecisionDigest.Total(symbols));
        Assert.NotEqual(DecisionDigest.Total(symbols), DecisionDigest.Total(new(symbols, StringComparer.Ordinal) { ["A"] = "12" }));
    }

    [Fact]
    public void Asking_in_between_changes_nothing_however_long_a_decision_is()
    {
        using var digest = new DecisionDigest();
        digest.Add(s_decision);
        Assert.Equal(Of(s_decision), digest.Symbols()["TEST"]);
        Decision large = s_decision with { Indicators = new double[5000], Reason = new string('x', 10_000) };
        digest.Add(large);
        Assert.Equal(Digests([s_decision, large])["TEST"], digest.Symbols()["TEST"]);
    }

    private static string Of(Decision decision) => Digests([decision])[decision.Symbol];

    private static SortedDictionary<string, string> Digests(IEnumerable<Decision> decisions)
    {
        using var digest = new DecisionDigest();
        foreach (Decision decision in decisions)
            digest.Add(decision);
        return digest.Symbols();
    }
}
