using System.Globalization;
using System.Text.RegularExpressions;

namespace GoldenSignals.Api.Tests.Metrics;

/// <summary>Reads Prometheus' text format 0.0.4 as strictly as promtool checks it.</summary>
internal sealed partial class PrometheusText
{
    public Dictionary<string, (string Type, string Help)> Families { get; } = [];

    public Dictionary<(string Name, string Labels), double> Samples { get; } = [];

    public static PrometheusText Parse(string text)
    {
        var read = new PrometheusText();
        string family = "";
        (string Name, string Help)? help = null;
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        foreach (string line in text.TrimEnd('\n').Split('\n'))
        {
            if (Comment().Match(line) is { Success: true } comment)
            {
                string name = comment.Groups["name"].Value, rest = comment.Groups["rest"].Value;
                if (comment.Groups["kind"].Value == "HELP")
                {
                    Assert.NotEqual("", rest);
                    help = (name, rest);
                    continue;
                }
                Assert.Equal(name, help?.Name);                      // HELP, then TYPE, then samples
                Assert.Contains(rest, (string[])["counter", "gauge", "histogram"]);
                Assert.True(read.Families.TryAdd(family = name, (rest, help!.Value.Help)), $"{name} is there twice");
                continue;
            }
            Match sample = Sample().Match(line);
            Assert.True(sample.Success, line);
            string sampled = sample.Groups["name"].Value;
            Assert.True(sampled == family || read.Families[family].Type == "histogram" && (sampled == $"{family}_bucket" || sampled == $"{family}_sum" || sampled == $"{family}_count"), line);
            double value = sample.Groups["value"].Value is "+Inf" ? double.PositiveInfinity : double.Parse(sample.Groups["value"].Value, CultureInfo.InvariantCulture);
            Assert.True(read.Samples.TryAdd((sampled, sample.Groups["labels"].Value), value), $"twice: {line}");
        }
        return read;
    }

    public double Of(string name, string labels = "") => Samples[(name, labels)];

    [GeneratedRegex("^# (?<kind>HELP|TYPE) (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<rest>.+)$")]
    private static partial Regex Comment();

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>([a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\["\\n])*")(,[a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\["\\n])*")*)\})? (?<value>[-+0-9.eEInf]+)$""")]
    private static partial Regex Sample();
}
