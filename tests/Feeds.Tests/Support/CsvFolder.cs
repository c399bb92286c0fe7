using System.IO.Compression;
using System.Text;
using GoldenSignals.Domain.Market;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.Feeds.Tests.Support;

/// <summary>A folder of CSV files that lives as long as its test.</summary>
internal sealed class CsvFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("csv-").FullName;

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public static byte[] Gzip(string text, CompressionLevel level = CompressionLevel.Fastest)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, level))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return zipped.ToArray();
    }

    public CsvReplay Replay(string? interval = null, params string[] symbols) => Replay([Root], interval, symbols);

    public static CsvReplay Replay(string[] paths, string? interval = null, params string[] symbols) => new(new()
    {
        Paths = paths,
        Interval = interval is null ? null : BarInterval.Parse(interval),
        Symbols = symbols.Length == 0 ? null : symbols,
    });

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
