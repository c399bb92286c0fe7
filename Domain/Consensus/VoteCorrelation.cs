using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using GoldenSignals.Domain.Agents;
using GoldenSignals.Domain.Storage;

namespace GoldenSignals.Domain.Consensus;

/// <summary>How alike a symbol's agents vote, by kind: the mean correlation of two agents of a kind, and of agents of two kinds.</summary>
/// <remarks><code>
/// y(k,l) = mean of d·d' over the pairs of voters of kinds k and l at a bar        v(k) = mean of d² over the voters of kind k
/// r(k,l) = E[y(k,l)] / √(E[v(k)]·E[v(l)])            exponentially forgotten, over the bars on which both voted
/// ρ(k,l) = (1 − δ)·r(k,l) + δ·r̄,  within 0…1;  δ = min(1, κ / T(k,l))
/// κ      = mean of (1 − r²)² / mean of (r − r̄)²       T = bars / h;  r̄ = mean of r by T, and of 0.5 counted once
/// n_eff  = (Σ c)² / Σᵢⱼ cᵢ·cⱼ·ρᵢⱼ                      over the voters, ρᵢᵢ = 1
/// </code>
/// Correlation is about 0, not about the mean: two agents that always buy tell one thing. By kind it takes about 8·(k² + 3k) bytes, 912 for
/// nine kinds, where 51 agents by themselves would take 10 KB; an exact copy of an agent lifts its whole kind.
/// Source: Ledoit and Wolf, Honey, I Shrunk the Sample Covariance Matrix (2004): constant-correlation target and intensity κ / T, with the
/// normal sampling variance (1 − r²)² / T in place of fourth moments, which would have to be kept; Kish's effective sample size (1965).</remarks>
public sealed class VoteCorrelation(VoterKinds kinds, ConsensusOptions options)
{
    private const double Prior = 0.5;
    private const int Lanes = 4;                                    // a fixed number: sums have the same bits on every processor

    private readonly int _pairs = PairsOf(kinds.Count);
    private readonly double[] _block = new double[2 * PairsOf(kinds.Count) + 2 * kinds.Count];   // products | bars, by pair; squares | bars, by kind
    private readonly double[] _seen = new double[3 * (kinds.Count + 1)];                         // sums of directions, of their squares, voters: gates, then by kind
    private readonly double _keep = 1 - 1 / options.MemoryVotes;

    /// <summary>Room for the pairs of so many kinds, filled up to whole lanes by some that never vote.</summary>
    public static int PairsOf(int kinds) => (kinds * (kinds + 1) / 2 + Lanes - 1) / Lanes * Lanes;

    private Span<double> Products => _block.AsSpan(0, _pairs);
    private Span<double> Bars => _block.AsSpan(_pairs, _pairs);
    private Span<double> Squares => _block.AsSpan(2 * _pairs, kinds.Count);
    private Span<double> Voted => _block.AsSpan(2 * _pairs + kinds.Count);

    /// <summary>Begins to fetch what the next bar needs.</summary>
    public void Prefetch()
    {
        CacheLines.Prefetch<double>(_seen);
        CacheLines.Prefetch<double>(_block);
    }

    /// <summary>Takes the votes of one bar.</summary>
    public void Add(ReadOnlySpan<Vote> votes)
    {
        See(votes);
        Take();
    }

    /// <summary>Looks at the votes of one bar, which <see cref="Take"/> takes; of others that it had looked at nothing stays.</summary>
    public void See(ReadOnlySpan<Vote> votes)
    {
        _seen.AsSpan().Clear();
        int rowCount = kinds.Count + 1;
        Span<double> sums = _seen.AsSpan(0, rowCount), squares = _seen.AsSpan(rowCount, rowCount), voters = _seen.AsSpan(2 * rowCount);
        ReadOnlySpan<int> rows = kinds.OfAgents[..votes.Length];
        for (int i = 0; i < votes.Length; i++)
        {
            int row = rows[i] + 1;                                  // gates are in a row of their own, and never vote
            double cast = votes[i].Abstains ? 0 : 1, direction = votes[i].Direction * cast;
            sums[row] += direction;
            squares[row] += direction * direction;
            voters[row] += cast;
        }
    }

    /// <summary>Takes the votes that were looked at, once.</summary>
    public void Take()
    {
        int rows = kinds.Count + 1;
        Span<double> means = _seen.AsSpan(1, kinds.Count), squares = _seen.AsSpan(rows + 1, kinds.Count), voters = _seen.AsSpan(2 * rows + 1);
        Span<double> products = Products, bars = Bars;
        for (int k = 0, pair = 0; k < kinds.Count; pair += ++k)
        {
            if (voters[k] == 0)
                continue;
            (Squares[k], Voted[k]) = (Squares[k] * _keep + squares[k] / voters[k], Voted[k] * _keep + 1);
            if (voters[k] > 1)
                Forget(k, (means[k] * means[k] - squares[k]) / (voters[k] * (voters[k] - 1)), products[pair..], bars[pair..]);
            means[k] /= voters[k];
            for (int l = 0; l < k; l++)
                if (voters[l] > 0)
                    Forget(l, means[k] * means[l], products[pair..], bars[pair..]);
        }
    }

    private void Forget(int place, double product, Span<double> products, Span<double> bars)
    {
        products[place] = products[place] * _keep + product;
        bars[place] = bars[place] * _keep + 1;
    }

    /// <summary>The effective number of independent votes, 1…voters, each counted by its confidence; 0 when nobody votes.</summary>
    /// <param name="independence">Receives c / Σⱼ cⱼ·ρ of each agent, 0…1: the share of its vote that no other voter casts too. One that abstains as if it joined in at 1. Nothing when empty.</param>
    public double Effective(ReadOnlySpan<Vote> votes, Span<double> independence = default)
    {
        Span<double> correlation = stackalloc double[PairsOf(VoterKinds.Max)], mass = stackalloc double[VoterKinds.Max + 1], alone = stackalloc double[VoterKinds.Max + 1];
        Shrunk(correlation);
        mass.Clear();
        alone.Clear();
        ReadOnlySpan<int> rows = kinds.OfAgents[..votes.Length];
        double top = 0;
        foreach (ref readonly Vote vote in votes)
            top = Math.Max(top, vote.Confidence);
        double unit = top > 0 ? top : 1;
        for (int i = 0; i < votes.Length; i++)
        {
            double c = votes[i].Confidence / unit;
            mass[rows[i] + 1] += c;
            alone[rows[i] + 1] += c * c;
        }
        mass = mass[1..];
        alone = alone[1..];
        double all = 0, spread = 0;
        for (int k = 0, pair = 0; k < kinds.Count; k++)
        {
            all += mass[k];
            double shared = 0;
            for (int l = 0; l < k; l++, pair++)
                shared += mass[l] * correlation[pair];
            double own = correlation[pair++];
            spread += mass[k] * (2 * shared + mass[k] * own) + alone[k] * (1 - own);
        }
        if (!independence.IsEmpty)
            Shares(votes, mass, correlation, unit, independence);
        return all == 0 ? 0 : all * all / spread;
    }

    private void Shares(ReadOnlySpan<Vote> votes, ReadOnlySpan<double> mass, ReadOnlySpan<double> correlation, double unit, Span<double> independence)
    {
        Span<double> shared = stackalloc double[VoterKinds.Max], own = stackalloc double[VoterKinds.Max];
        shared.Clear();
        for (int k = 0, pair = 0; k < kinds.Count; k++)
        {
            for (int l = 0; l < k; l++, pair++)
                (shared[k], shared[l]) = (shared[k] + mass[l] * correlation[pair], shared[l] + mass[k] * correlation[pair]);
            own[k] = correlation[pair++];
            shared[k] += mass[k] * own[k];
        }
        for (int i = 0; i < votes.Length; i++)
        {
            int kind = kinds.OfAgents[i];
            double c = votes[i].Confidence / unit;
            independence[i] = kind < 0 ? 0 : votes[i].Abstains ? 1 / (1 + shared[kind] * unit) : c / (shared[kind] + c * (1 - own[kind]));
        }
    }

    /// <summary>ρ by pair: of the first kind, of the second with the first, of the second, and so on.</summary>
    public void Shrunk(Span<double> correlation)
    {
        Span<double> sizes = stackalloc double[PairsOf(VoterKinds.Max)], perSize = stackalloc double[VoterKinds.Max];
        ReadOnlySpan<double> squares = Squares, voted = Voted;
        for (int k = 0; k < squares.Length; k++)
            perSize[k] = squares[k] > 0 ? Math.Sqrt(voted[k] / squares[k]) : double.NaN;
        for (int k = 0, first = 0; k < squares.Length; first += ++k)
        {
            Span<double> row = sizes.Slice(first, k + 1);
            for (int l = 0; l < row.Length; l++)
                row[l] = perSize[k] * perSize[l];
        }

        // NaN without a bar on which both voted: such a pair is in no sum, and is taken for the mean of all.
        ReadOnlySpan<Vector256<double>> products = Fours(Products), bars = Fours(Bars);
        Span<Vector256<double>> raw = Fours(sizes), shrunk = Fours(correlation);
        Vector256<double> one = Vector256<double>.One, sums = default, weights = default, each = Vector256.Create(1.0 / options.HorizonBars);
        for (int i = 0; i < products.Length; i++)
        {
            Vector256<double> r = products[i] / bars[i] * raw[i], known = Vector256.Equals(r, r), observations = bars[i] * each & known;
            raw[i] = r = Vector256.ConditionalSelect(known, Vector256.MinNative(Vector256.MaxNative(r, -one), one), r);
            sums += (r & known) * observations;
            weights += observations;
        }
        double target = (Prior + Vector256.Sum(sums)) / (1 + Vector256.Sum(weights));
        Vector256<double> targets = Vector256.Create(target), variances = default, distances = default;
        for (int i = 0; i < products.Length; i++)
        {
            Vector256<double> known = Vector256.Equals(raw[i], raw[i]), unlike = one - raw[i] * raw[i] & known, away = raw[i] - targets & known;
            variances += unlike * unlike;
            distances += away * away;
        }
        double distance = Vector256.Sum(distances);
        var kappa = Vector256.Create(distance > 0 ? Vector256.Sum(variances) / distance * options.HorizonBars : double.PositiveInfinity);
        for (int i = 0; i < products.Length; i++)
        {
            Vector256<double> shrink = kappa / bars[i], value = (one - shrink) * raw[i] + shrink * targets;
            value = Vector256.ConditionalSelect(Vector256.LessThan(shrink, one) & Vector256.Equals(raw[i], raw[i]), value, targets);
            shrunk[i] = Vector256.MinNative(Vector256.MaxNative(value, Vector256<double>.Zero), one);
        }
    }

    public void Save(StateWriter to) => to.Doubles(_block);

    /// <summary>Makes a fresh correlation what another of as many kinds was.</summary>
    /// <exception cref="InvalidDataException">The bytes are of another layout.</exception>
    public void Restore(StateReader from) => from.Doubles(_block);

    private static Span<Vector256<double>> Fours(Span<double> values) => MemoryMarshal.Cast<double, Vector256<double>>(values);
}
