using Microsoft.Extensions.FileSystemGlobbing;

namespace GoldenSignals.Silo.Feeds;

/// <summary>The files of market data that files, folders and globs stand for.</summary>
public static class CsvPaths
{
    private static readonly string[] s_table = [".csv", ".csv.gz"], s_lines = [".ndjson", ".ndjson.gz", ".jsonl", ".jsonl.gz"];

    private const string Endings = "ends in .csv or .csv.gz (or .ndjson, .jsonl for news)";

    /// <summary>Every file once, in ordinal order of its full name, so that nothing depends on the order in which paths are given.</summary>
    /// <exception cref="FeedException">A path stands for no CSV file.</exception>
    public static string[] Expand(IEnumerable<string> paths)
    {
        string[] files = [.. paths.SelectMany(FilesOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new FeedException("csv", 0, null, "no path was given; expected a file, a folder or a glob.");
    }

    private static IEnumerable<string> FilesOf(string path)
    {
        if (File.Exists(path))
            return IsCsv(path) || IsLines(path) ? [Path.GetFullPath(path)] : throw new FeedException(path, 0, null, $"expected a file whose name {Endings}.");
        if (Directory.Exists(path))
            return Some(path, Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories), $"the folder holds no file whose name {Endings}.");
        if (path.AsSpan().IndexOfAny('*', '?') >= 0)
            return Some(path, Matches(path), $"no file whose name {Endings} matches.");
        throw new FeedException(path, 0, null, "there is no such file or folder.");
    }

    private static IEnumerable<string> Matches(string glob)
    {
        string[] parts = Path.GetFullPath(glob).Split(Path.DirectorySeparatorChar);
        int fixedParts = Array.FindIndex(parts, part => part.AsSpan().IndexOfAny('*', '?') >= 0);
        string root = string.Join(Path.DirectorySeparatorChar, parts[..fixedParts]) + Path.DirectorySeparatorChar;
        // The matcher knows no '?': it finds a superset, which the simple expression of the file name then narrows.
        string pattern = string.Join('/', parts[fixedParts..]).Replace('?', '*');
        IEnumerable<string> found = Directory.Exists(root) ? new Matcher(StringComparison.Ordinal).AddInclude(pattern).GetResultsInFullPath(root) : [];
        return found.Where(file => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(parts[^1], Path.GetFileName(file), ignoreCase: false));
    }

    private static string[] Some(string path, IEnumerable<string> files, string message)
    {
        string[] found = [.. files.Where(path => IsCsv(path) || IsLines(path)).Select(Path.GetFullPath)];
        return found.Length > 0 ? found : throw new FeedException(path, 0, null, message);
    }

    /// <summary>Whether it holds news and earnings: one JSON object a line.</summary>
    public static bool IsLines(string path) => s_lines.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static bool IsCsv(string path) => s_table.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
