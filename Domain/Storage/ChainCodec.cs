using GoldenSignals.Domain.Options;

namespace GoldenSignals.Domain.Storage;

/// <summary>An option chain in bytes: of each contract a mask of what it has and of what differs from the contract before, and that.</summary>
internal static class ChainCodec
{
    private const int Right = 1, Expiry = 2, Strike = 4, Bid = 8, Ask = 16, Volume = 32, OpenInterest = 64, Everything = 127;

    public static void Write(StateWriter to, OptionChain chain)
    {
        to.Number(chain.UnderlyingPrice);
        to.Number(chain.Rate);
        to.Number(chain.DividendYield);
        to.Int((int)chain.Style);
        to.Int(chain.Contracts.Length);
        OptionContract before = new(chain.TimeUtc, 0, default, 0, 0);
        foreach (ref readonly OptionContract contract in chain.Contracts.AsSpan())
        {
            int mask = (int)contract.Right
                | (contract.ExpiryUtc == before.ExpiryUtc ? 0 : Expiry)
                | (BitConverter.DoubleToInt64Bits(contract.Strike) == BitConverter.DoubleToInt64Bits(before.Strike) ? 0 : Strike)
                | Known(contract.Bid, Bid) | Known(contract.Ask, Ask) | Known(contract.Volume, Volume) | Known(contract.OpenInterest, OpenInterest);
            to.Byte((byte)mask);
            if ((mask & Expiry) != 0)
                to.Time(contract.ExpiryUtc, before.ExpiryUtc);
            Write(to, contract.Strike, mask & Strike);
            Write(to, contract.Bid, mask & Bid);
            Write(to, contract.Ask, mask & Ask);
            Write(to, contract.Volume, mask & Volume);
            Write(to, contract.OpenInterest, mask & OpenInterest);
            before = contract;
        }
    }

    public static OptionChain Read(StateReader from, string symbol, DateTime time)
    {
        double underlying = from.Number(), rate = from.Number(), yield = from.Number();
        ExerciseStyle style = from.Enum<ExerciseStyle>();
        var contracts = new OptionContract[from.Count()];
        OptionContract before = new(time, 0, default, 0, 0);
        for (int i = 0; i < contracts.Length; i++)
        {
            int mask = from.Byte();
            if (mask > Everything)
                throw from.Wrong($"{mask} is no contract");
            contracts[i] = before = new(
                (mask & Expiry) != 0 ? from.Time(before.ExpiryUtc) : before.ExpiryUtc,
                (mask & Strike) != 0 ? from.Number() : before.Strike,
                (OptionRight)(mask & Right),
                Read(from, mask & Bid), Read(from, mask & Ask), Read(from, mask & Volume), Read(from, mask & OpenInterest));
        }
        return new(symbol, time, contracts, underlying, rate, yield, style);
    }

    private static int Known(double number, int bit) => double.IsNaN(number) ? 0 : bit;

    private static void Write(StateWriter to, double number, int written)
    {
        if (written != 0)
            to.Number(number);
    }

    private static double Read(StateReader from, int written) => written != 0 ? from.Number() : double.NaN;
}
