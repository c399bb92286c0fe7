using System.Diagnostics;
using GoldenSignals.Domain.Replay;
using GoldenSignals.Domain.Scoring;

namespace GoldenSignals.Silo.Scoring;

/// <summary>What one evaluation takes, measured over the last bars of the longest symbol. Differs from run to run, unlike everything else.</summary>
public sealed class EvaluationTiming(string symbol)
{
    private const int MaxSteps = 2_000, Rounds = 7;

    private readonly Queue<MarketStep> _steps = new();

    public void Add(in MarketStep step)
    {
        if (step.View.Symbol != symbol)
            return;
        if (_steps.Count == MaxSteps)
            _steps.Dequeue();
        _steps.Enqueue(step);
    }

    /// <summary>Nanoseconds per bar: of an agent its vote, of a consensus the way from all votes to a decision. The best of a few rounds.</summary>
    public double NanosecondsOf(Voter voter, Action<MarketStep>? evaluate)
    {
        MarketStep[] steps = [.. _steps];
        double best = double.PositiveInfinity;
        for (int round = 0; round < Rounds; round++)
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
