using System.Globalization;
using System.IO.Compression;
using GoldenSignals.Domain.Options;
using GoldenSignals.Domain.Tests.Support;

namespace GoldenSignals.Domain.Tests.Options;

/// <summary>The option files of the shared data.</summary>
internal static class OptionSheets
{
    /// <summary>A broker's one-minute samples of one contract; the model's inputs are not documented.</summary>
    public sealed record Sample(DateTime TimeUtc, double Price, double Volatility, double Delta, double Gamma, double Vega, double Theta, double Spot);

    /// <param name="contract">For instance <c>SPX230811C04500000</c>.</param>
    public static Sample[] Samples(string contract) =>
    [
        .. Rows("reference/greeks/" + contract).Skip(1).Select(row => new Sample(
            DateTime.ParseExact(row[0][..17], "yyyyMMdd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
            Number(row[1]), Number(row[2]), Number(row[3]), Number(row[4]), Number(row[5]), Number(row[6]), Number(row[7]))),
    ];

    /// <summary>From a sample to 16:00 in New York, in summer.</summary>
    public static double Years(string contract, DateTime timeUtc) =>
        OptionTime.Years(timeUtc, DateTime.ParseExact("20" + contract[3..9], "yyyyMMdd", CultureInfo.InvariantCulture).AddHours(20));

    /// <summary>The forward at which a sample's volatility gives its price.</summary>
    public static double ImpliedForward(OptionRight right, double strike, double years, Sample sample, double rate)
    {
        double low = sample.Spot * 0.9, high = sample.Spot * 1.1, discount = BlackScholesMerton.Discount(rate, years);
        for (int i = 0; i < 100; i++)
        {
            double middle = (low + high) / 2;
            double price = discount * BlackScholesMerton.Undiscounted(right, middle, strike, sample.Volatility * Math.Sqrt(years));
            if (price < sample.Price == (right == OptionRight.Call))
                low = middle;
            else
                high = middle;
        }
        return (low + high) / 2;
    }

    /// <summary>All Microsoft options of one moment: bids and asks only.</summary>
    public static OptionChain Msft() => new("MSFT", Day("2021-11-22"),
        [
            .. Rows("options/MSFT_chain_20211122").Skip(1).Select(row =>
                new OptionContract(Day(row[2]), Number(row[3]), row[4] == "C" ? OptionRight.Call : OptionRight.Put, Number(row[5]), Number(row[6]))),
        ],
        342.97, Rate: Math.Log(1.0025), DividendYield: 4 * 0.62 / 342, ExerciseStyle.American);

    public static double Number(string cell) => cell.Length == 0 ? double.NaN : double.Parse(cell, NumberStyles.Float, CultureInfo.InvariantCulture);

    public static IEnumerable<string[]> Rows(string name)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedData.PathOf(name + ".csv.gz")), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
            yield return line.Split(',');
    }

    /// <summary>As the third party's file writes it.</summary>
    public static DateTime Minute(string text) =>
        DateTime.ParseExact(text, "dd/MM/yyyy HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    private static DateTime Day(string day) =>
        DateTime.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal) + OptionTime.SessionEnd;
}
