namespace GoldenSignals.Domain.Options;

/// <summary>How much those who hedge the open contracts must trade as the spot moves, if they are long the calls and short the puts.</summary>
/// <remarks><code>
/// exposure = Σ ±Γ·OI·100·S²·0.01     + calls, − puts; currency for a move of 1 %
/// Γ·S² = S·exp(−qT)·φ(d1)/(σ√T),     S·exp(−qT) = F·D by parity
/// </code>Positive: hedgers sell what rises and buy what falls. The flip is the spot nearest to the present one at which the exposure is 0,
/// every volatility staying with its strike. A contract's volatility is the smile's at its strike; open interest beyond the
/// quoted strikes is left out, and <see cref="PricedShare"/> tells how much that is.
/// Source: SqueezeMetrics, The Implied Order Book (2016), with its convention of who holds what.</remarks>
public sealed class GammaExposure
{
    private const double Step = 0.01, Farthest = 0.3;

    private readonly List<(double Forward, double Strike, double Deviation, double Discount, double Units)> _terms = [];
    private readonly double _spot;

    /// <param name="spot">That the flip is told in.</param>
    public GammaExposure(IReadOnlyList<ExpirySlice> slices, double spot)
    {
        _spot = spot;
        double known = 0, priced = 0;
        foreach (ExpirySlice slice in slices)
            foreach (OptionContract contract in slice.Contracts)
            {
                if (!(contract.OpenInterest > 0) || slice.Years <= 0)
                    continue;
                known += contract.OpenInterest;
                double volatility = slice.Smile.AtStrike(contract.Strike);
                if (double.IsNaN(volatility))
                    continue;
                priced += contract.OpenInterest;
                double units = contract.OpenInterest * OptionContract.Multiplier * (contract.Right == OptionRight.Call ? 1 : -1);
                _terms.Add((slice.Forward.Value, contract.Strike, volatility * Math.Sqrt(slice.Years), slice.Discount, units));
            }
        PricedShare = priced / known;
        PerPercent = _terms.Count == 0 ? double.NaN : At(1);
        Gross = _terms.Count == 0 ? double.NaN : At(1, gross: true);
        Flip = spot * FlipScale();
    }

    /// <summary>At the present spot, in currency for a move of 1 %; NaN without open interest.</summary>
    public double PerPercent { get; }

    /// <summary>What it would be if everybody who hedges were long.</summary>
    public double Gross { get; }

    /// <summary>The spot at which it changes sign; NaN when there is none within 30 %.</summary>
    public double Flip { get; }

    /// <summary>Share of the open interest that has a volatility, 0…1; NaN without open interest.</summary>
    public double PricedShare { get; }

    /// <summary>At another spot, in currency for a move of 1 %.</summary>
    public double AtSpot(double spot) => At(spot / _spot);

    private double At(double scale, bool gross = false)
    {
        double sum = 0;
        foreach (var (forward, strike, deviation, discount, units) in _terms)
        {
            double moved = forward * scale;
            sum += (gross ? Math.Abs(units) : units) * moved * discount * NormalDistribution.Density(BlackScholesMerton.D1(moved, strike, deviation)) / deviation;
        }
        return sum * 0.01;
    }

    /// <summary>Looks outward step by step, then halves the step that holds the change.</summary>
    private double FlipScale()
    {
        if (!(PerPercent != 0) || double.IsNaN(PerPercent))
            return double.NaN;
        double up = PerPercent, down = PerPercent;
        for (double away = Step; away < Farthest + Step / 2; away += Step)
        {
            double higher = At(1 + away), lower = At(1 - away);
            bool changesAbove = higher * up < 0, changesBelow = lower * down < 0;
            if (changesAbove || changesBelow)
            {
                double above = changesAbove ? Root(1 + away - Step, 1 + away) : double.PositiveInfinity;
                double below = changesBelow ? Root(1 - away + Step, 1 - away) : double.NegativeInfinity;
                return above - 1 < 1 - below ? above : below;
            }
            (up, down) = (higher, lower);
        }
        return double.NaN;
    }

    private double Root(double near, double far)
    {
        bool positive = At(near) > 0;
        while (Math.Abs(far - near) > 1e-12)
        {
            double middle = (near + far) / 2;
            if (middle == near || middle == far)
                break;
            if (At(middle) > 0 == positive)
                near = middle;
            else
                far = middle;
        }
        return (near + far) / 2;
    }
}
