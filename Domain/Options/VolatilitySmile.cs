namespace GoldenSignals.Domain.Options;

/// <summary>Implied volatility over the strikes of one expiry, from the contracts out of the money. Between quotes it is interpolated; beyond them it is NaN.</summary>
/// <remarks>Puts below the forward, calls at and above it: out of the money the spread weighs least, and early exercise is worth least.
/// Quotes whose spread exceeds their mid are left out.</remarks>
public sealed class VolatilitySmile
{
    /// <summary>Widest spread that is believed, as a share of the mid.</summary>
    public const double MaxSpread = 1;

    private readonly double _forward;
    private readonly double[] _strikes, _volatilities, _deltas;     // strikes rise, deltas of the call fall

    /// <param name="contracts">Of one expiry, by rising strike.</param>
    public VolatilitySmile(IEnumerable<OptionContract> contracts, double forward, double discount, double years)
    {
        List<double> strikes = [], volatilities = [], deltas = [];
        foreach (OptionContract contract in contracts)
        {
            if (contract.Right == (contract.Strike >= forward ? OptionRight.Put : OptionRight.Call) || contract.Ask - contract.Bid > MaxSpread * contract.Mid)
                continue;
            ImpliedVolatility implied = ImpliedVolatility.OfQuote(contract, forward, discount, years);
            if (!implied.IsSolved)
                continue;
            strikes.Add(contract.Strike);
            volatilities.Add(implied.Value);
            deltas.Add(NormalDistribution.Cumulative(BlackScholesMerton.D1(forward, contract.Strike, implied.Value * Math.Sqrt(years))));
        }
        (_forward, _strikes, _volatilities, _deltas) = (forward, [.. strikes], [.. volatilities], [.. deltas]);
    }

    /// <summary>Quotes that it rests on.</summary>
    public int Count => _strikes.Length;

    public ReadOnlySpan<double> Strikes => _strikes;
    public ReadOnlySpan<double> Volatilities => _volatilities;

    /// <summary>Volatility at the forward.</summary>
    public double AtTheMoney => AtStrike(_forward);

    /// <summary>25-delta put less 25-delta call, as a share of the volatility at the money.</summary>
    public double Skew25 => (AtDelta(0.75) - AtDelta(0.25)) / AtTheMoney;

    /// <summary>Linear in the logarithm of the strike between neighbours.</summary>
    public double AtStrike(double strike)
    {
        int found = Array.BinarySearch(_strikes, strike);
        if (found >= 0)
            return _volatilities[found];
        int above = ~found;
        if (above == 0 || above == Count)
            return double.NaN;
        double share = Math.Log(strike / _strikes[above - 1]) / Math.Log(_strikes[above] / _strikes[above - 1]);
        return _volatilities[above - 1] + share * (_volatilities[above] - _volatilities[above - 1]);
    }

    /// <summary>Linear in delta between the neighbours that enclose it, nearest to the money first.</summary>
    /// <param name="callDelta">Forward delta Φ(d1) of the call; the 25-delta put is at 0.75.</param>
    public double AtDelta(double callDelta)
    {
        int above = Array.BinarySearch(_strikes, _forward);
        above = above < 0 ? ~above : above;
        // A wing of a bad quote can cross a delta twice; the crossing next to the money is the one meant.
        for (int away = 0; away < Count; away++)
            foreach (int i in (ReadOnlySpan<int>)[above + away, above - away])
                if (i > 0 && i < Count && (_deltas[i - 1] - callDelta) * (_deltas[i] - callDelta) <= 0 && _deltas[i - 1] != _deltas[i])
                    return _volatilities[i - 1] + (callDelta - _deltas[i - 1]) / (_deltas[i] - _deltas[i - 1]) * (_volatilities[i] - _volatilities[i - 1]);
        return double.NaN;
    }
}
