using GoldenSignals.Domain.Consensus;
using Microsoft.Extensions.Options;

namespace GoldenSignals.Grains;

/// <summary>What each agent's evaluations take, on this silo.</summary>
public sealed class AgentTimes(DecisionModel model, IOptions<GridOptions> options)
{
    private const int WindowEvaluations = 1000;

    private readonly Lock _gate = new();
    private readonly (long Evaluations, TimeSpan Time)[] _windows = new (long, TimeSpan)[model.Panel.Count];
    private readonly (long Evaluations, TimeSpan Time)[] _totals = new (long, TimeSpan)[model.Panel.Count];

    /// <summary>Counts a batch. False when the agent has used up the time of 1,000 evaluations before it came to as many.</summary>
    public bool Add(int agent, int evaluations, TimeSpan time)
    {
        lock (_gate)
        {
            _totals[agent] = (_totals[agent].Evaluations + evaluations, _totals[agent].Time + time);
            _windows[agent] = (_windows[agent].Evaluations + evaluations, _windows[agent].Time + time);
            bool over = _windows[agent].Time > options.Value.AgentBudget * Math.Max(WindowEvaluations, _windows[agent].Evaluations);
            if (over || _windows[agent].Evaluations >= WindowEvaluations)
                _windows[agent] = default;
            return !over;
        }
    }

    /// <summary>Mean time of an evaluation since the start; zero before the first.</summary>
    public TimeSpan Mean(int agent)
    {
        lock (_gate)
            return _totals[agent].Evaluations == 0 ? TimeSpan.Zero : _totals[agent].Time / _totals[agent].Evaluations;
    }
}
