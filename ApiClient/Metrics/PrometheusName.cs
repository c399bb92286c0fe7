using System.Globalization;
using System.Text;
using OpenTelemetry;

namespace GoldenSignals.ApiClient.Metrics;

/// <summary>How Prometheus writes what an instrument is called: the product in front, the base unit behind it, and of counters the word total.</summary>
internal static class PrometheusName
{
    private const string Product = "goldensignals_";

    public static string Of(string instrument, string unit, bool isCounter)
    {
        string name = Letters(instrument);
        if (!name.StartsWith(Product, StringComparison.Ordinal))
            name = Product + name;
        string suffix = unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            "" or "1" => "",
            ['{', ..] => "",                                         // a word for what is counted
            _ => $"_{Letters(unit)}",
        };
        if (!name.EndsWith(suffix, StringComparison.Ordinal))
            name += suffix;
        return isCounter ? $"{name}_total" : name;
    }

    public static string Help(string description) => description.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);

    public static string Labels(ReadOnlyTagCollection tags)
    {
        if (tags.Count == 0)
            return "";
        var text = new StringBuilder();
        foreach ((string key, object? value) in tags)
        {
            text.Append(text.Length > 0 ? "," : "").Append(Letters(key)).Append("=\"");
            foreach (char c in Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")
                text.Append(c switch { '\\' => @"\\", '"' => "\\\"", '\n' => @"\n", _ => c.ToString() });
            text.Append('"');
        }
        return text.ToString();
    }

    public static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Letters(string name) => string.Create(name.Length, name, static (to, from) =>
    {
        for (int i = 0; i < to.Length; i++)
            to[i] = char.IsAsciiLetterOrDigit(from[i]) ? from[i] : '_';
    });
}
