using GoldenSignals.Domain.Agents;

namespace GoldenSignals.Domain.Consensus;

/// <summary>How alike a symbol's agents vote, by kind: the mean correlation of two agents of a kind, and of agents of two kinds.</summary>
/// <remarks><code>
/// y(k,l) = mean of d·d' over the pairs of voters of kinds k and l at a bar        v(k) = mean of d² over the voters of kind k
/// r(k,l) = E[y(k,l)] / √(E[v(k)]·E[v(l)])            exponentially forgotten, over the bars on which both voted
/// ρ(k,l) = (1 − δ)·r(k,l) + δ·r̄,  within 0…1;  δ = min(1, κ / T(k,l))
/// κ      = mean of (1 − r²)² / mean of (r − r̄)²       T = bars / h;  r̄ = mean of r by T, and of 0.5 counted once
/// n_eff  = (Σ c)² / Σᵢⱼ cᵢ·cⱼ·ρᵢⱼ                      over the voters, ρᵢᵢ = 1
/// </code>
/// Correlation is about 0, not about the mean: two agents that always buy tell one thing. By kind it takes 8·(k² + 3k) bytes, 864 for
/// nine kinds, where 51 agents by themselves would take 10 KB; an exact copy of an agent lifts its whole kind.
/// Source: Ledoit and Wolf, Honey, I Shrunk the Sample Covariance Matrix (2004): constant-correlation target and intensity κ / T, with the
/// normal sampling variance (1 − r²)² / T in place of fourth moments, which would have to be kept; Kish's effective sample size (1965).</remarks>
public sealed class VoteCorrelation(VoterKinds kinds, ConsensusOptions options)
{
    private const double Prior = 0.5;

    private readonly int _pairs = kinds.Count * (kinds.Count + 1) / 2;
    private readonly double[] _block = new double[kinds.Count * (kinds.Count + 1) + 2 * kinds.Count];   // products | bars, by pair; squares | bars, by kind
    private readonly double _keep = 1 - 1 / options.MemoryVotes;

    private Span<double> Products => _block.AsSpan(0, _pairs);
    private Span<double> Bars => _block.AsSpan(_pairs, _pairs);
    private Span<double> Squares => _block.AsSpan(2 * _pairs, kinds.Count);
    private Span<double> Voted => _block.AsSpan(2 * _pairs + kinds.Count);

    /// <summary>Takes the votes of one bar.</summary>
    public void Add(ReadOnlySpan<Vote> votes)
    {
        Span<double> sums = stackalloc double[VoterKinds.Max], squares = stackalloc double[VoterKinds.Max], voters = stackalloc double[VoterKinds.Max];
        Span<double> products = Products, bars = Bars;
        sums.Clear();
        squares.Clear();
        voters.Clear();
        for (int i = 0; i < votes.Length; i++)
        {
            if (votes[i].Abstains)
                continue;
            int kind = kinds.OfAgents[i];
            double direction = votes[i].Direction;
            sums[kind] += direction;
            squares[kind] += direction * direction;
            voters[kind]++;
        }
        for (int k = 0, pair = 0; k < kinds.Count; k++)
        {
            if (voters[k] > 0)
                (Squares[k], Voted[k]) = (Squares[k] * _keep + squares[k] / voters[k], Voted[k] * _keep + 1);
            for (int l = 0; l <= k; l++, pair++)
            {
                double count = k == l ? voters[k] * (voters[k] - 1) : voters[k] * voters[l];
                if (count == 0)
                    continue;
                double product = k == l ? sums[k] * sums[k] - squares[k] : sums[k] * sums[l];
                (products[pair], bars[pair]) = (products[pair] * _keep + product / count, bars[pair] * _keep + 1);
            }
        }
    }

    /// <summary>The effective number of independent votes, 1…voters, each counted by its confidence; 0 when nobody votes.</summary>
    /// <param name="independence">Receives c / Σⱼ cⱼ·ρ of each agent, 0…1: the share of its vote that no other voter casts too. One that abstains as if it joined in at 1.</param>
    public double Effective(ReadOnlySpan<Vote> votes, Span<double> independence)
    {
        Span<double> correlation = stackalloc double[VoterKinds.Max * VoterKinds.Max], mass = stackalloc double[VoterKinds.Max], shared = stackalloc double[VoterKinds.Max];
        int count = kinds.Count;
        Shrunk(correlation);
        mass.Clear();
        double top = 0, all = 0, spread = 0;
        for (int i = 0; i < votes.Length; i++)
            top = Math.Max(top, votes[i].Confidence);
        for (int i = 0; i < votes.Length; i++)
            if (!votes[i].Abstains)
                mass[kinds.OfAgents[i]] += votes[i].Confidence / top;
        for (int k = 0; k < count; k++)
        {
            shared[k] = 0;
            for (int l = 0; l < count; l++)
                shared[k] += mass[l] * correlation[k * count + l];
            all += mass[k];
            spread += mass[k] * shared[k];
        }
        for (int i = 0; i < votes.Length; i++)
        {
            int kind = kinds.OfAgents[i];
            if (kind < 0)
            {
                independence[i] = 0;
                continue;
            }
            double own = 1 - correlation[kind * count + kind], c = votes[i].Confidence / top;
            spread += votes[i].Abstains ? 0 : c * c * own;
            independence[i] = votes[i].Abstains ? 1 / (1 + shared[kind] * top) : c / (shared[kind] + c * own);
        }
        return all == 0 ? 0 : all * all / spread;
    }

    /// <summary>ρ, kind by kind, in rows of as many as there are kinds.</summary>
    public void Shrunk(Span<double> correlation)
    {
        Span<double> raw = stackalloc double[VoterKinds.Max * (VoterKinds.Max + 1) / 2], perSize = stackalloc double[VoterKinds.Max];
        ReadOnlySpan<double> products = Products, bars = Bars;
        double sum = Prior, weight = 1, each = 1.0 / options.HorizonBars;
        for (int k = 0, pair = 0; k < kinds.Count; k++)
        {
            perSize[k] = Squares[k] > 0 ? 1 / Math.Sqrt(Squares[k] / Voted[k]) : double.NaN;
            for (int l = 0; l <= k; l++, pair++)
            {
                raw[pair] = Math.Clamp(products[pair] / bars[pair] * perSize[k] * perSize[l], -1, 1);      // NaN without a bar on which both voted
                if (double.IsNaN(raw[pair]))
                    continue;
                double observations = bars[pair] * each;
                sum += raw[pair] * observations;
                weight += observations;
            }
        }

        double target = sum / weight, variance = 0, distance = 0;
        for (int pair = 0; pair < _pairs; pair++)
        {
            if (double.IsNaN(raw[pair]))
                continue;
            double unlike = 1 - raw[pair] * raw[pair], away = raw[pair] - target;
            variance += unlike * unlike;
            distance += away * away;
        }
        double kappa = distance > 0 ? variance / distance * options.HorizonBars : double.PositiveInfinity;
        for (int k = 0, pair = 0; k < kinds.Count; k++)
        {
            for (int l = 0; l <= k; l++, pair++)
            {
                double shrink = kappa / bars[pair];
                double value = shrink < 1 && !double.IsNaN(raw[pair]) ? (1 - shrink) * raw[pair] + shrink * target : target;
                correlation[k * kinds.Count + l] = correlation[l * kinds.Count + k] = Math.Clamp(value, 0, 1);
            }
        }
    }
}
