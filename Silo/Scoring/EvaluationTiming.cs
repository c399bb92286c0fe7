using System.Diagnostics;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Domain.Scoring;

namespace GoldenSignals.Silo.Scoring;

/// <summary>What one evaluation takes, measured over the last bars of the longest symbol. Differs from run to run, unlike everything else.</summary>
public sealed class EvaluationTiming(string symbol)
{
    private const int MaxSteps = 2_000, MinRounds = 5;
    private static readonly TimeSpan s_long = TimeSpan.FromMilliseconds(10);

    private readonly Queue<MarketStep> _steps = new();

    public void Add(in MarketStep step)
    {
        if (step.View.Symbol != symbol)
            return;
        if (_steps.Count == MaxSteps)
            _steps.Dequeue();
        _steps.Enqueue(step);
    }

    /// <summary>Nanoseconds per bar: of an agent its vote, of a consensus the way from all votes to a decision. The best of many rounds, after a warm-up.</summary>
    /// <param name="agent">Its evaluation, where the voter is an agent.</param>
    public double[] Nanoseconds(IReadOnlyList<Voter> voters, Func<Voter, Action<MarketStep>?> agent)
    {
        MarketStep[] steps = [.. _steps];
        foreach (Voter voter in voters)
            Best(steps, voter, agent(voter));                        // the compiler improves what has run often, a little later
        return [.. voters.Select(voter => Best(steps, voter, agent(voter)))];
    }

    private static double Best(MarketStep[] steps, Voter voter, Action<MarketStep>? evaluate)
    {
        double best = double.PositiveInfinity;
        long began = Stopwatch.GetTimestamp();
        for (int round = 0; round < MinRounds || Stopwatch.GetElapsedTime(began) < s_long; round++)
        {
            SymbolVoter side = voter.Start();
            long start = Stopwatch.GetTimestamp();
            if (evaluate is not null)
                foreach (MarketStep step in steps)
                    evaluate(step);
            else
                foreach (ref readonly MarketStep step in steps.AsSpan())
                    side(step);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / steps.Length);
        }
        return best;
    }
}
