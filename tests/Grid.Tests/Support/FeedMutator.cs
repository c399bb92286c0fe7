using GoldenSignals.Domain.Market;

namespace GoldenSignals.Grid.Tests.Support;

/// <summary>Spoils a feed as networks and providers do: ticks are lost, sent again, swapped, and the source begins to count anew.</summary>
public sealed class FeedMutator(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>A symbol's ticks over some hours: about seven to a minute, now and then none for minutes, at a price that swings. Numbered without a break, no two at one time.</summary>
    public static Tick[] Whole(string symbol, int seed, int count, DateTime start)
    {
        var random = new Random(seed);
        var ticks = new Tick[count];
        DateTime time = start;
        double price = 100;
        for (int i = 0; i < count; i++)
        {
            time += TimeSpan.FromMilliseconds(random.Next(200) == 0 ? random.Next(60_000, 400_000) : random.Next(1, 17_000));
            price *= 1 + 0.0006 * Math.Sin(i / 110.0) + 0.0006 * (random.NextDouble() - 0.5);
            ticks[i] = new(symbol, time, price, random.Next(1, 10), "feed", i + 1);
        }
        return ticks;
    }

    /// <summary>The numbers of the ticks that were lost on the way, by their times; what is refused for its number is not among them.</summary>
    public HashSet<DateTime> Lost { get; } = [];

    /// <summary>Ticks that were sent twice.</summary>
    public int Doubled { get; private set; }

    public int Swapped { get; private set; }

    public int Restarts { get; private set; }

    /// <param name="share">Of the ticks, each: lost (or the first of up to 30 that are), swapped, sent again with up to 20 before it; a tenth of it: the first of a new count.</param>
    /// <param name="well">From this tick on nothing happens any more.</param>
    public List<Tick> Spoil(Tick[] whole, double share, int well)
    {
        var sent = new List<Tick>();
        long offset = 0;
        int losing = 0;
        foreach (Tick original in whole)
        {
            if (original == whole[well])
                (share, losing) = (0, 0);
            if (losing > 0 || Chance(share))
            {
                losing = losing > 0 ? losing - 1 : _random.Next(3) == 0 ? _random.Next(1, 30) : 0;
                Lost.Add(original.TimeUtc);
                continue;
            }
            if (original.Sequence - offset > 40 && Chance(share / 10))
            {
                offset = original.Sequence - 1;
                Restarts++;
            }
            sent.Add(original with { Sequence = original.Sequence - offset });
            if (sent.Count > 1 && Chance(share))
            {
                (sent[^1], sent[^2]) = (sent[^2], sent[^1]);
                Swapped++;
            }
            if (Chance(share))
            {
                int again = Math.Min(sent.Count, _random.Next(1, 20));
                sent.AddRange(sent.GetRange(sent.Count - again, again));
                Doubled += again;
            }
        }
        return sent;
    }

    private bool Chance(double share) => _random.NextDouble() < share;
}
