using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Agents.Pattern;

/// <summary>A market drawn with straight lines, as the textbooks draw their patterns.</summary>
internal static class Drawn
{
    /// <summary>Bars that run from one corner to the next in so many steps; each opens at the close before and reaches 0.05 beyond its body.</summary>
    public static Bar[] Lines(double start, params (int Bars, double To)[] legs)
    {
        List<double> closes = [start];
        foreach (var (count, to) in legs)
        {
            double from = closes[^1];
            closes.AddRange(Enumerable.Range(1, count).Select(i => from + (to - from) * i / count));
        }
        return
        [
            .. closes.Select((close, i) =>
            {
                double open = closes[Math.Max(0, i - 1)];
                return new Bar(SomeBars.Start.AddMinutes(i), open, Math.Max(open, close) + 0.05, Math.Min(open, close) - 0.05, close, 100);
            }),
        ];
    }

    /// <summary>The same upside down, about 100 (or another price).</summary>
    public static Bar[] UpsideDown(this Bar[] bars, double about = 100) =>
        [.. bars.Select(bar => bar with { Open = 2 * about - bar.Open, High = 2 * about - bar.Low, Low = 2 * about - bar.High, Close = 2 * about - bar.Close })];

    /// <summary>What an agent says at each bar, its abstentions included.</summary>
    public static Vote[] Ask(this Bar[] bars, IAgent agent) => agent.Votes(Views.Of(bars));

    public static IEnumerable<Vote> Cast(this Vote[] votes) => votes.Where(vote => !vote.Abstains);
}
