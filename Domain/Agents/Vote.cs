using Orleans;

namespace GoldenSignals.Domain.Agents;

/// <summary>What one agent says of one bar, and the two numbers that it rests on.</summary>
[GenerateSerializer, Immutable, Alias("gs.Vote")]
public readonly record struct Vote
{
    /// <summary>From -1 (sell) to 1 (buy).</summary>
    [Id(0)] public double Direction { get; init; }

    /// <summary>0…1; 0 means that the agent abstains, and then it is in no denominator.</summary>
    [Id(1)] public double Confidence { get; init; }

    /// <summary>What a gate multiplies the score by, 0…1; 1 for every agent that is not a gate.</summary>
    [Id(2)] public double Scale { get; init; }

    /// <summary>The number that the vote rests on, for instance the RSI; NaN when there is none.</summary>
    [Id(3)] public double Value { get; init; }

    /// <summary>What it was held against, for instance the threshold of 30; NaN when there is none.</summary>
    [Id(4)] public double Limit { get; init; }

    /// <summary>Why, in kebab-case.</summary>
    [Id(5)] public string Reason { get; init; }

    public bool Abstains => Confidence == 0;

    /// <summary>Votes with direction 1. A confidence beyond 0…1 is clamped to it.</summary>
    public static Vote Buy(double confidence, string reason, double value = double.NaN, double limit = double.NaN) =>
        Toward(1, confidence, reason, value, limit);

    /// <summary>Votes with direction -1.</summary>
    public static Vote Sell(double confidence, string reason, double value = double.NaN, double limit = double.NaN) =>
        Toward(-1, confidence, reason, value, limit);

    /// <summary>Votes with a direction between -1 and 1.</summary>
    public static Vote Toward(double direction, double confidence, string reason, double value = double.NaN, double limit = double.NaN) => new()
    {
        Direction = Math.Clamp(direction, -1, 1),
        Confidence = Math.Clamp(confidence, 0, 1),
        Scale = 1,
        Reason = reason,
        Value = value,
        Limit = limit,
    };

    /// <summary>Has nothing to say, and says why.</summary>
    public static Vote Abstain(string reason, double value = double.NaN, double limit = double.NaN) =>
        new() { Scale = 1, Reason = reason, Value = value, Limit = limit };

    /// <summary>An input is still NaN.</summary>
    public static Vote WarmingUp => Abstain("warming-up");

    /// <summary>A gate's word: the score is multiplied by <paramref name="scale"/>; 0 blocks.</summary>
    public static Vote Gate(double scale, string reason, double value = double.NaN, double limit = double.NaN) =>
        new() { Scale = Math.Clamp(scale, 0, 1), Reason = reason, Value = value, Limit = limit };
}
