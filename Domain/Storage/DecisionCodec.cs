using System.Runtime.CompilerServices;
using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Risk;

namespace GoldenSignals.Domain.Storage;

/// <summary>A decision in bytes and back, every field to the bit; each NaN comes back as <see cref="double.NaN"/>.</summary>
/// <remarks>
/// A vote is a mask of what it says, the numbers that the mask does not tell, and the reason. Bits 0-1: its direction is 0, 1, −1 or
/// another; bits 2-3: its confidence is 0, 1 or another; bits 4-6: it has a scale other than 1, a value, a limit.
/// </remarks>
public static class DecisionCodec
{
    private const int Other = 3, Scale = 1 << 4, Value = 1 << 5, Limit = 1 << 6;
    private const int LeastBytesOfVote = 2;

    [ThreadStatic] private static StateWriter? t_one, t_other;

    /// <summary>Whether two decisions are the same to the bit.</summary>
    public static bool Same(Decision one, Decision other)
    {
        (StateWriter first, StateWriter second) = (t_one ??= new(), t_other ??= new());
        first.Clear();
        second.Clear();
        Write(first, one);
        Write(second, other);
        return first.Written.Span.SequenceEqual(second.Written.Span);
    }

    public static void Write(StateWriter to, Decision decision)
    {
        to.Text(decision.Symbol);
        to.Span(decision.Interval);
        to.Time(decision.BarTimeUtc);
        to.Number(decision.Price);
        to.Int((int)decision.Action);
        to.Double(decision.Score);
        to.Double(decision.Confidence);
        to.Number(decision.Scale);
        to.Int(decision.Votes.Length);
        foreach (ref readonly Vote vote in decision.Votes.AsSpan())
            Write(to, vote);
        to.Sparse(decision.Weights);
        to.Bool(decision.Position is not null);
        if (decision.Position is { } position)
            Write(to, position);
        to.Text(decision.Reason);
        to.Int((int)decision.ActionBefore);
        to.Int(decision.BarsInActionBefore);
        to.Text(decision.Configuration);
        to.Sparse(decision.Indicators);
        to.Int((int)decision.Method);
        to.Double(decision.EffectiveVotes);
        to.Double(decision.Disagreement);
        to.Double(decision.TechnicalRating);
    }

    /// <exception cref="InvalidDataException">The bytes are no decision.</exception>
    public static Decision Read(StateReader from) => new()
    {
        // In the order of writing: initializers run in the order in which they stand.
        Symbol = from.Text(),
        Interval = from.Span(),
        BarTimeUtc = from.Time(),
        Price = from.Number(),
        Action = from.Enum<SignalAction>(),
        Score = from.Double(),
        Confidence = from.Double(),
        Scale = from.Number(),
        Votes = ReadVotes(from),
        Weights = from.Sparse(),
        Position = from.Bool() ? ReadPosition(from) : null,
        Reason = from.Text(),
        ActionBefore = from.Enum<SignalAction>(),
        BarsInActionBefore = from.Int32(),
        Configuration = from.Text(),
        Indicators = from.Sparse(),
        Method = from.Enum<ScoringMethod>(),
        EffectiveVotes = from.Double(),
        Disagreement = from.Double(),
        TechnicalRating = from.Double(),
    };

    private static void Write(StateWriter to, in Vote vote)
    {
        int direction = Form(vote.Direction), confidence = Form(vote.Confidence);
        int mask = direction | confidence << 2
            | (Is(vote.Scale, 1) ? 0 : Scale) | (double.IsNaN(vote.Value) ? 0 : Value) | (double.IsNaN(vote.Limit) ? 0 : Limit);
        to.Byte((byte)mask);
        if (direction == Other)
            to.Double(vote.Direction);
        if (confidence == Other)
            to.Double(vote.Confidence);
        if ((mask & Scale) != 0)
            to.Double(vote.Scale);
        if ((mask & Value) != 0)
            to.Double(vote.Value);
        if ((mask & Limit) != 0)
            to.Number(vote.Limit);
        to.Text(vote.Reason);
    }

    private static Vote[] ReadVotes(StateReader from)
    {
        var votes = new Vote[from.Count(LeastBytesOfVote)];
        for (int i = 0; i < votes.Length; i++)
        {
            int mask = from.Byte();
            if (mask >= 2 * Limit)
                throw from.Wrong($"{mask} is no vote");
            votes[i] = new()
            {
                Direction = ReadForm(from, mask & 3),
                Confidence = ReadForm(from, mask >> 2 & 3),
                Scale = (mask & Scale) != 0 ? from.Double() : 1,
                Value = (mask & Value) != 0 ? from.Double() : double.NaN,
                Limit = (mask & Limit) != 0 ? from.Number() : double.NaN,
                Reason = from.Text(),
            };
        }
        return votes;
    }

    private static void Write(StateWriter to, Position position)
    {
        to.Int((int)position.Side);
        to.Double(position.Stop);
        to.Double(position.Target);
        to.Double(position.RewardRisk);
        to.Double(position.SizeFraction);
        to.Double(position.ProjectedLossFraction);
    }

    private static Position ReadPosition(StateReader from) =>
        new(from.Enum<PositionSide>(), from.Double(), from.Double(), from.Double(), from.Double(), from.Double());

    // 0, 1 and −1 by two bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Form(double value) => Is(value, 0) ? 0 : Is(value, 1) ? 1 : Is(value, -1) ? 2 : Other;

    private static double ReadForm(StateReader from, int form) => form switch { 0 => 0, 1 => 1, 2 => -1, _ => from.Double() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Is(double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b);
}
